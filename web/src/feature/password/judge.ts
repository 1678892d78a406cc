import zxcvbn from "zxcvbn";
import { commonPasswords } from "@/api/common-passwords";

export type Verdict = { enough: boolean; score: 0 | 1 | 2 | 3 | 4; word: string; hint: string };

/** Characters that are judged at once, by the server too: the work grows steeply with the length. */
const JUDGED = 32;
const ENOUGH = 3;
const WORDS = ["Very easy to guess", "Easy to guess", "Not quite enough", "Good", "Strong"];

/**
 * What the server will say of a password: the same list of common ones, then the same estimate (zxcvbn, of which the
 * server runs a port with the same lists), judged with the same words of the person's own, from the same score upwards.
 */
export function judge(password: string, email: string, username: string): Verdict {
  const text = password.normalize("NFC");
  const length = new TextEncoder().encode(text).length;
  if (length < 8)
    return { enough: false, score: 0, word: "Too short", hint: "A few unrelated words are easy to keep." };
  if (length > 1024)
    return { enough: false, score: 0, word: "Too long", hint: "1,024 bytes are the most it can be." };
  if (commonPasswords.has(text.toLowerCase())) {
    const hint = "This is one of the passwords that are tried first. A few unrelated words are easy to keep.";
    return { enough: false, score: 0, word: "Very easy to guess", hint };
  }
  const { score, feedback } = estimate(Array.from(text), ownWords(email, username));
  const hint = [feedback.warning, feedback.suggestions[0] ?? ""].filter(Boolean).map(sentence).join(" ");
  return { enough: score >= ENOUGH, score, word: WORDS[score] ?? "", hint: score >= ENOUGH ? "" : hint };
}

/** As hard to guess as its beginning or, when that is easy, as its end. */
function estimate(characters: string[], words: string[]) {
  const beginning = zxcvbn(characters.slice(0, JUDGED).join(""), words);
  if (beginning.score >= ENOUGH || characters.length <= JUDGED) return beginning;
  return zxcvbn(characters.slice(-JUDGED).join(""), words);
}

/** The words an attacker who knows the person tries first, as the server has them. */
export function ownWords(email: string, username: string): string[] {
  const address = email.trim().toLowerCase();
  const words = ["journal", address, ...address.split(/[@.+\-_]/), username.trim().toLowerCase()];
  return words.filter((word) => new TextEncoder().encode(word).length > 2);
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
