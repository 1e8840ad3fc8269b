import { UsageError } from "../../setup/errors";

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
const ownOutput = ["--diff", "--json", "-j", "--show-replacement-steps", "--save-plan"];

/**
 * What `preview` and `drift` were asked to do.
 *
 * @param passed what goes on to the CLI
 * @throws UsageError when the words cannot be combined
 */
export function previewArguments(
  { markdown, policies }: { readonly markdown: string | true | undefined; readonly policies: boolean },
  passed: readonly string[],
): PreviewArguments {
  if (markdown === "") throw new UsageError("--markdown= needs the name of a file; --markdown alone prints.");
  const own = passed.find((word) => ownOutput.includes(word.split("=")[0] ?? word));
  if (own !== undefined && markdown !== undefined)
    throw new UsageError(
      `--markdown cannot be combined with ${own}: Trireme writes the one, the Pulumi CLI the other. Leave one out.`,
    );
  return {
    markdown:
      markdown === undefined ? undefined : markdown === true || markdown === "-" ? {} : { file: markdown },
    policies,
    plain: own !== undefined,
    rest: passed,
  };
}
