import { isHidden, refsOf, type Job, type Service, type System, type Value } from "../../model";

/** Variables in clear, and those that come from Secrets Manager. */
export interface SplitEnvironment {
  readonly plain: Readonly<Record<string, Value>>;
  readonly hidden: Readonly<Record<string, Value>>;
}

/** Tells the variables of a workload apart by what their values refer to. */
export function splitEnvironment(env: Readonly<Record<string, Value>>, system: System): SplitEnvironment {
  const entries = Object.entries(env);
  const hidden = ([, value]: readonly [string, Value]) => refsOf(value).some((ref) => isHidden(ref, system));
  return {
    plain: Object.fromEntries(entries.filter((entry) => !hidden(entry))),
    hidden: Object.fromEntries(entries.filter(hidden)),
  };
}

/** A file of a workload: what it is called among the secrets, and where it lies. */
export interface PlacedFile {
  readonly key: string;
  readonly path: string;
  readonly mode: string;
  readonly content: Value;
}

/** The files of a workload in the order of their paths. */
export function placedFiles({
  files = {},
  user,
}: Pick<Service | Job, "files" | "user">): readonly PlacedFile[] {
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { content, mode }], index) => ({
      key: `FILE_${index}`,
      path,
      mode: mode ?? (user === undefined ? "0444" : "0400"),
      content,
    }));
}

/** Folders that the files lie in, each a volume of the task. */
export function fileFolders(files: readonly PlacedFile[]): readonly string[] {
  return [...new Set(files.map(({ path }) => path.replace(/\/[^/]+$/, "")))].sort();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A POSIX shell script that writes the files, whose contents are in its variables, and hands them to their user. */
export function fileScript(files: readonly PlacedFile[], user: number | string | undefined): string {
  return [
    "set -eu",
    "umask 077",
    ...files.flatMap(({ key, path, mode }) => [
      `printf %s "$${key}" >${quoted(path)}`,
      `chmod ${mode} ${quoted(path)}`,
      ...(user === undefined ? [] : [`chown ${user} ${quoted(path)}`]),
    ]),
    ...fileFolders(files).map((folder) => `chmod 0755 ${quoted(folder)}`),
    "",
  ].join("\n");
}
