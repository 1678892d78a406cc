/** One message of an event stream, as the WHATWG's HTML names its parts. */
export type Sent = { event: string; data: string };

/** Reads the lines of an event stream as they come, in pieces cut anywhere. Comments, ids and retry times are passed over. */
export class SentEvents {
  #rest = "";
  #event = "";
  #data: string[] = [];

  /** Takes the next piece; gives the messages that are complete with it. */
  take(piece: string): Sent[] {
    // A CR at the end may be half of a CRLF.
    const text = this.#rest + piece;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? "") + text.slice(whole.length);
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): Sent[] {
    if (line === "") return this.#finish();
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === "event") this.#event = value ?? "";
    if (field === "data") this.#data.push(value ?? "");
    return [];
  }

  #finish(): Sent[] {
    const sent = { event: this.#event || "message", data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0 && this.#event === "";
    this.#event = "";
    this.#data = [];
    return isEmpty ? [] : [sent];
  }
}
