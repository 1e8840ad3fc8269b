import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../setup/processes";

/** A module of which a part is built, where all of it would take too long. */
export interface Trim {
  /** What `go.mod` requires of it is its version; it replaces it by `../src`. */
  readonly module: string;
  /** What decides the copy beside the version, by name: part of the build's key. */
  readonly key: Readonly<Record<string, string>>;
  /** Copies from upstream's folder, which is read-only, to an empty one what is built of it. */
  readonly copy: (upstream: string, source: string) => void;
}

/** Changes one file of a copy. */
export function rewrite(path: string, change: (source: string) => string): void {
  const text = change(readFileSync(path, "utf8"));
  // The module cache is read-only, and so are copies of its files.
  rmSync(path);
  writeFileSync(path, text);
}

/** A copy of a folder with a `go.mod`, beside a trimmed copy of the module that it replaces by `../src`. */
export async function trimmedCopy(folder: string, work: string, { module, copy }: Trim): Promise<string> {
  const version = requiredVersion(readFileSync(join(folder, "go.mod"), "utf8"), module);
  const { stdout } = await run("go", ["mod", "download", "-json", `${module}@${version}`], { cwd: "/" });
  const { Dir: upstream } = JSON.parse(stdout) as { Dir: string };
  rmSync(work, { recursive: true, force: true });
  const [plugin, source] = [join(work, "plugin"), join(work, "src")];
  mkdirSync(source, { recursive: true });
  cpSync(folder, plugin, { recursive: true });
  copy(upstream, source);
  return plugin;
}

/** The version of a module that a `go.mod` requires. */
export function requiredVersion(goMod: string, module: string): string {
  const line = goMod.split("\n").find((one) => one.trim().startsWith(`${module} v`));
  const version = line?.trim().split(/\s+/)[1];
  if (version === undefined) throw new Error(`go.mod requires no ${module}.`);
  return version;
}
