function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** A block of nginx's configuration, its body indented. */
export function block(head: string, body: readonly string[]): readonly string[] {
  return [`${head} {`, ...indent(body), "}"];
}
