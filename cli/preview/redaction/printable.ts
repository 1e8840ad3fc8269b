/* eslint-disable no-control-regex -- control characters are what is looked for */

/** Sequences that move a terminal's cursor, colour its text, set its title or fill its clipboard. */
const sequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?/g;

/** Control characters but the line's end and the tab, marks of direction, and characters without width. */
const invisible =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** A text in which nothing is hidden, turned round or obeyed by a terminal: what is seen is what is there. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(sequences, "")
    .replace(/[\u2028\u2029]/g, "\n")
    .replace(invisible, "");
}

/** A value with every text in it printable. */
export function printableAll<Value>(value: Value): Value {
  const clean = (one: unknown): unknown => {
    if (typeof one === "string") return printable(one);
    if (Array.isArray(one)) return one.map(clean);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, clean(item)]));
  };
  return clean(value) as Value;
}
