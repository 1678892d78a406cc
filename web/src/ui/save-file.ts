/** Gives the person a file to keep, made on this device. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it up by then; some begin only after the click's own turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
