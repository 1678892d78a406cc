/** Seconds as a clock shows them, for instance 14:05. */
export function countdown(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, place) => (place === 0 ? `${part}` : String(part).padStart(2, "0"))).join(":");
}

/** The same in words that change seldom, so that nobody is told every second. */
export function roughly(seconds: number): string {
  if (seconds <= 60) return "less than a minute";
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `about ${minutes} minutes`;
  const hours = Math.ceil(seconds / 3600);
  return `about ${hours} hours`;
}
