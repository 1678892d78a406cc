/** Words as the server counts them: what stands between white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** "1 word", "312 words" */
export function wordsIn(text: string): string {
  const count = countWords(text);
  return count === 1 ? "1 word" : `${count.toLocaleString("en-GB")} words`;
}
