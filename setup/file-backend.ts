import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localFiles } from "./workspace";

/**
 * Where the state lies when nobody says otherwise. The CLI writes a file of attributes beside each file of its backend, in place: a
 * run that is killed just then leaves an empty one, and every later command ends with "EOF". `metadata=skip` is the option
 * of Go CDK's fileblob that leaves them out: https://pkg.go.dev/gocloud.dev/blob/fileblob
 */
export const localBackend = `file://${localFiles.state}?metadata=skip`;

/** The folder of a file backend, or undefined for another one. */
export function backendFolder(env: NodeJS.ProcessEnv): string | undefined {
  const url = env.PULUMI_BACKEND_URL;
  return url?.startsWith("file:///") === true ? fileURLToPath(url) : undefined;
}

function isWhole(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes the files of attributes that a killed run left half written beside a stack's files, in a backend that has them: the CLI reads
 * no file beside which one of them is broken, and does without. To be called only when that run is known to be dead.
 *
 * @returns how many there were
 */
export function removeTornAttributes(folder: string, stack: string): number {
  const torn = readdirSync(join(folder, ".pulumi"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".attrs"))
    .filter((name) => name.split("/").some((part) => part === stack || part.startsWith(`${stack}.json`)))
    .map((name) => join(folder, ".pulumi", name))
    .filter((path) => !isWhole(path));
  for (const path of torn) rmSync(path);
  return torn.length;
}
