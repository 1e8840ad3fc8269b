function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** A block of nginx's configuration, its body indented. */
export function block(head: string, body: readonly string[]): readonly string[] {
  return [`${head} {`, ...indent(body), "}"];
}

/** The variable that stands for a dollar sign: nginx knows no other way to write one where it reads variables. */
const dollar = "${dollar}";

/** A text as one word of nginx's configuration, read as it stands. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("$", dollar)}"`;
}

/** What {@link quoted} needs above it, where a text has a dollar sign. */
export function dollarVariable(lines: readonly string[]): readonly string[] {
  return lines.some((line) => line.includes(dollar)) ? block("geo $dollar", ['default "$";']) : [];
}

/** A place in a server: its head, `location = /a`, and what stands in it. */
export interface Place {
  readonly head: string;
  readonly body: readonly string[];
}

/** Places one after the other; of two with one head the first holds, for nginx refuses a second. */
export function places(all: readonly Place[]): readonly string[] {
  const heads = new Map<string, Place>();
  for (const place of all) if (!heads.has(place.head)) heads.set(place.head, place);
  return [...heads.values()].flatMap(({ head, body }) => block(head, body));
}
