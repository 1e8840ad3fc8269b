import { PlainError } from "./errors";

/** What `preview` and `drift` were asked to do. */
export interface PreviewArguments {
  /** Where the comment goes: a file, or standard output in place of the table; undefined: nowhere. */
  readonly markdown: { readonly file?: string } | undefined;
  /** Ask the policy pack. */
  readonly policies: boolean;
  /** The CLI's own output was asked for. */
  readonly plain: boolean;
  /** What goes on to the CLI. */
  readonly rest: readonly string[];
}

/** Options that change what the CLI prints, so that there is nothing for us to read. */
const ownOutput = ["--diff", "--json", "-j", "--help", "-h", "--show-replacement-steps", "--save-plan"];

/**
 * Takes our own options out of a command's arguments: `--markdown [FILE]` and `--no-policies`.
 *
 * @throws PlainError when they do not go together
 */
export function previewArguments(args: readonly string[]): PreviewArguments {
  const rest = [...args];
  let markdown: PreviewArguments["markdown"];
  const at = rest.findIndex((word) => /^--markdown(?:=|$)/.test(word));
  if (at >= 0) {
    const [word = ""] = rest.splice(at, 1);
    const next = rest[at];
    const file = word.includes("=")
      ? word.slice(word.indexOf("=") + 1)
      : next !== undefined && !next.startsWith("-")
        ? rest.splice(at, 1)[0]
        : undefined;
    if (file === "") throw new PlainError("--markdown= needs the name of a file; --markdown alone prints.");
    markdown = file === undefined ? {} : { file };
  }
  const without = rest.indexOf("--no-policies");
  if (without >= 0) rest.splice(without, 1);
  const plain = rest.some((word) => ownOutput.includes(word.split("=")[0] ?? word));
  if (plain && markdown !== undefined)
    throw new PlainError(
      `--markdown and ${rest.find((word) => ownOutput.includes(word.split("=")[0] ?? word))} do not go together: the one is written here, the other by the CLI.`,
    );
  return { markdown, policies: without < 0, plain, rest };
}
