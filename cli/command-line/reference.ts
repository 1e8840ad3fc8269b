import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  commandFolders,
  groups,
  type AnyCommand,
  type CommandFolder,
  type Parameter,
  type Parameters,
} from "./declaration";
import { projectRoot } from "../../setup/workspace";
import { exitCodes } from "./help";
import { declarationIn } from "./load";

/** A command with the folder of its file. */
export type PlacedCommand = AnyCommand & { readonly folder: CommandFolder };

async function commandsIn(folder: CommandFolder): Promise<readonly PlacedCommand[]> {
  const names = readdirSync(join(projectRoot, folder))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replace(/\.ts$/, ""));
  return await Promise.all(
    names.map(async (name) => {
      const declaration = await declarationIn(folder, name);
      if (declaration.name !== name) throw new Error(`${folder}/${name}.ts declares ${declaration.name}.`);
      return { ...declaration, folder };
    }),
  );
}

/** Every command, in the order of the overview. */
export async function allCommands(): Promise<readonly PlacedCommand[]> {
  const found = (await Promise.all(commandFolders.map(commandsIn)))
    .flat()
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return groups.flatMap((group) => found.filter((one) => one.group === group));
}

/** The options and arguments of a command, each list in the order of its declaration. */
function parametersOf(all: unknown): readonly Parameter<unknown>[] {
  return Object.values((all ?? {}) as Parameters);
}

/** `-y` and `--yes` of `-y, --yes`; no values. */
function words(term: string): readonly string[] {
  return term.split(/[ ,]+/).filter((word) => word.startsWith("-"));
}

/** The table by which commands are found without loading them, as a module. */
export function tableModule(all: readonly PlacedCommand[]): string {
  const rows = all.map(({ name, folder, group, summary, stack, options, passes, arguments: given }) => ({
    name,
    folder,
    group,
    summary,
    stack,
    options: [
      ...parametersOf(options).flatMap(({ term }) => words(term)),
      ...(passes?.options ?? []).flatMap(([term]: readonly [string, string]) => words(term)),
    ].join(" "),
    choices: parametersOf(given)
      .flatMap(({ choices = [] }) => choices)
      .join(" "),
  }));
  return `// Written by \`npx trireme reference\`: it says of every command what can be known without loading it.
import type { CommandFolder, Declaration } from "./declaration";

interface Row extends Pick<Declaration, "name" | "group" | "summary" | "stack"> {
  /** Folder of its file. */
  readonly folder: CommandFolder;
  /** Its options and those worth telling of what it passes on to, with a space between each two. */
  readonly options: string;
  /** Allowed values of its arguments, likewise. */
  readonly choices: string;
}

export const commandTable: readonly Row[] = ${JSON.stringify(rows)};
`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

function rowsOf(heading: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(([term, text]) => `| \`${term.replaceAll("|", "\\|")}\` | ${cell(text)} |`);
  return ["", `| ${heading} | |`, "| --- | --- |", ...lines];
}

function described({ summary, default: value, choices }: Parameter<unknown>): string {
  const allowed = choices === undefined ? "" : ` (${choices.join(", ")})`;
  const otherwise = typeof value === "string" ? ` (default: ${value})` : "";
  return `${summary}${allowed}${otherwise}`;
}

function usage({ name, stack, arguments: given, options, passes }: AnyCommand): string {
  return [
    `npx trireme ${name}`,
    ...(stack ? ["[stack]"] : []),
    ...parametersOf(given).map(({ term }) => term),
    ...(stack || parametersOf(options).length > 0 ? ["[options]"] : []),
    ...(passes === undefined ? [] : [`[options of ${passes.to}]`]),
  ].join(" ");
}

function chapter(one: AnyCommand): string {
  const { name, summary, description, only, passes, examples } = one;
  const table = (all: unknown) =>
    parametersOf(all).map((parameter) => [parameter.term, described(parameter)] as const);
  const own = Object.entries(one.exits ?? {}).length > 0 || one.usageCode !== undefined;
  const lines = [
    `### ${name}`,
    "",
    `${summary}.${description === undefined ? "" : ` ${description}`}`,
    ...(only === undefined ? [] : ["", `Only on a Docker engine; elsewhere: ${only.instead}.`]),
    "",
    "```text",
    usage(one),
    "```",
    "",
    "```sh",
    ...examples.map(([text, what]: readonly [string, string]) => `npx trireme ${text}   # ${what}`),
    "```",
    ...rowsOf("argument", table(one.arguments)),
    ...rowsOf("option", table(one.options)),
    ...(passes === undefined
      ? []
      : rowsOf(`passed on to \`${passes.to}\`, as are its other options`, passes.options)),
    ...(own ? rowsOf("exit code", exitCodes(one)) : []),
  ];
  return lines.join("\n");
}

/** The page on all commands, in Markdown. */
export function page(all: readonly AnyCommand[]): string {
  const chapters = groups.flatMap((group) => [
    `## ${group}`,
    ...all.filter((one) => one.group === group).map(chapter),
  ]);
  return `# Commands

<!-- Written by \`npx trireme reference\` from the files in cli/commands and lab/commands. -->

\`npx trireme <command>\` in the checkout; \`npm start\` and \`npm test\` are short for two of them. Without a command, and with \`--help\`, it tells all of them;
\`npx trireme <command> --help\` tells one. A mistyped command or option is refused with the nearest one.

A command on a stack takes its name first, or as \`-s, --stack <name>\` anywhere; without one it is \`dev\`. Commands that end in
"options of pulumi …" hand on what they do not know to the Pulumi CLI, and all that follows a \`--\`.

${chapters.join("\n\n")}

## Exit codes

${rowsOf("exit code", exitCodes({})).join("\n").trim()}

What differs stands beside the command.

## JSON

What a command lists is JSON with \`--json\`, alone on standard output; progress goes to standard error.

| command                              | prints                                                                                   |
| ------------------------------------ | ---------------------------------------------------------------------------------------- |
| \`verify\`, \`preflight\`            | an array of \`{claim, holds, reason?}\`                                                  |
| \`audit\`                            | an array of \`{id, title, result}\` with \`count\`, \`remark\`, \`faults\` or \`reasons\`     |
| \`restore\`                          | an array of backups: \`{backup, name, where, fault?, time?, size?, rows?, version?, base?}\`, sizes in bytes |
| \`prune --dry-run\`                  | \`{images, containers, shared}\`, images with \`id\`, \`names\`, \`why\` and \`size\` in bytes   |
| \`outputs\`, \`preview\`, \`up\`, \`destroy\` | what the Pulumi CLI prints                                                            |

## Completion

For bash, in \`~/.bashrc\`; zsh with \`completion zsh\` in \`~/.zshrc\`, after \`compinit\`:

\`\`\`sh
source <(cd ~/trireme && npx trireme completion bash)
\`\`\`

It completes commands, options and the names of the checkout's stacks, after \`npx trireme\` and after \`trireme\`.
`;
}
