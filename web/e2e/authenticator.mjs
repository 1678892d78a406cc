// An authenticator app, as far as a test needs one (RFC 6238: HMAC-SHA-1, six digits, half a minute).
import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
let newest = 0;

/** The code for a key in base32, of a step that no code was given of yet: a server takes each once. */
export function codeFor(key) {
  const bits = [...key.replaceAll(" ", "")]
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const now = Math.floor(Date.now() / 30_000);
  // The server takes one step either side of its now, which may be the next one by the time that it reads the code.
  const oldest = Math.floor((Date.now() + 4_000) / 30_000) - 1;
  newest = Math.max(newest + 1, oldest);
  if (newest > now + 1) throw new Error("all codes of this minute were given");
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(newest));
  const digest = createHmac("sha1", secret).update(step).digest();
  const number = digest.readUInt32BE(digest[19] & 0x0f) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Forgets which codes were given, for another key. */
export function anotherKey() {
  newest = 0;
}
