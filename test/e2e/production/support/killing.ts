import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { containersOf, engine } from "../../docker/engine";
import type { Live } from "./live";

/** The process that holds a stack's lock in a checkout's own state: the running `pulumi up`. */
export function lockHolder(folder: string, stack: string): number | undefined {
  const locks = join(folder, ".trireme", "state", ".pulumi", "locks");
  if (!existsSync(locks)) return undefined;
  const [found] = readdirSync(locks, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".json") && name.split("/").includes(stack),
  );
  if (found === undefined) return undefined;
  return (JSON.parse(readFileSync(join(locks, found), "utf8")) as { readonly pid: number }).pid;
}

function parentOf(pid: number): number {
  // The second field is the command's name in brackets, which may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(fields[1]);
}

/** A process and those that wait for it, up to this one. */
export function withWaiters(pid: number): readonly number[] {
  const found: number[] = [];
  for (let now = pid; now > 1 && now !== process.pid; now = parentOf(now)) found.push(now);
  return found;
}

interface Exported {
  readonly deployment: {
    readonly resources?: readonly {
      readonly type: string;
      readonly id?: string;
      readonly outputs?: { readonly name?: string };
    }[];
    readonly pending_operations?: readonly unknown[];
  };
}

/** What the engine has of a stack and the stack's state does not. */
export async function orphansOf({ checkout, production: { stack } }: Live): Promise<readonly string[]> {
  const { output } = await checkout.pulumi("stack", "export", "--stack", stack);
  const { deployment } = JSON.parse(output.slice(output.indexOf("{"))) as Exported;
  const resources = deployment.resources ?? [];
  const ids = new Set(resources.map(({ id }) => id));
  const names = new Set(resources.map(({ outputs }) => outputs?.name));
  const prefix = `syfthub-${stack}-`;
  const [containers, networks, { Volumes }] = await Promise.all([
    containersOf(stack),
    engine().listNetworks(),
    engine().listVolumes(),
  ]);
  return [
    ...containers.filter(({ id }) => !ids.has(id)).map(({ name }) => name),
    ...networks.flatMap(({ Name, Id }) => (Name.startsWith(prefix) && !ids.has(Id) ? [Name] : [])),
    ...Volumes.flatMap(({ Name }) => (Name.startsWith(prefix) && !names.has(Name) ? [Name] : [])),
    ...(deployment.pending_operations ?? []).map((operation) => `pending: ${JSON.stringify(operation)}`),
  ];
}
