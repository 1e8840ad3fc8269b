import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { run, which } from "./processes";

const SOCKETS = "/run/docker";
const FORWARDING = "/proc/sys/net/ipv4/ip_forward";
const RESTORABLE_TABLES = ["filter", "nat"] as const;

/** The machine's settings and links before an engine changed them. */
export interface Traces {
  readonly forwarding: string;
  readonly forwardPolicy: string;
  readonly links: readonly string[];
  /** True if there was a folder of engines' sockets, which is made even by one that is told to keep them elsewhere. */
  readonly sockets: boolean;
}

async function linkNames(): Promise<string[]> {
  const { stdout } = await run("ip", ["-o", "link", "show"], { cwd: "/" });
  return stdout.split("\n").flatMap((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] ?? []);
}

async function filterRules(table: string): Promise<string[]> {
  if (which("iptables") === undefined) return [];
  const { stdout } = await run("iptables", ["-w", "-t", table, "-S"], { cwd: "/", allowFailure: true });
  return stdout.split("\n");
}

/** Notes what an engine will change, to be given to `removeTraces` when it has ended. */
export async function tracesBefore(): Promise<Traces> {
  const policy = (await filterRules("filter")).find((rule) => rule.startsWith("-P FORWARD "));
  return {
    forwarding: readFileSync(FORWARDING, "utf8").trim(),
    forwardPolicy: policy?.split(" ")[2] ?? "ACCEPT",
    links: await linkNames(),
    sockets: existsSync(SOCKETS),
  };
}

/** True for a bridge or a container's end that an engine makes. */
export function isEngineLink(name: string): boolean {
  return /^(docker0|br-[0-9a-f]{12}|veth[0-9a-f]{7})$/.test(name);
}

/** True for a rule that speaks of an engine's chains or bridges. */
export function isEngineRule(rule: string): boolean {
  return /^-A .*(\bDOCKER(-[A-Z0-9-]+)?\b|\bdocker0\b|\bbr-[0-9a-f]{12}\b)/.test(rule);
}

// Docker's own rules have no quoted words, so splitting at spaces is enough.
function deletion(rule: string): string[] {
  return rule.replace(/^-A/, "-D").split(" ");
}

async function removeRules(before: Traces): Promise<void> {
  for (const table of RESTORABLE_TABLES) {
    const rules = await filterRules(table);
    for (const rule of rules.filter(isEngineRule)) {
      await run("iptables", ["-w", "-t", table, ...deletion(rule)], { cwd: "/", allowFailure: true });
    }
    for (const rule of rules) {
      const chain = /^-N (DOCKER(?:-[A-Z0-9-]+)?)$/.exec(rule)?.[1];
      if (chain === undefined) continue;
      await run("iptables", ["-w", "-t", table, "-F", chain], { cwd: "/", allowFailure: true });
      await run("iptables", ["-w", "-t", table, "-X", chain], { cwd: "/", allowFailure: true });
    }
  }
  await run("iptables", ["-w", "-P", "FORWARD", before.forwardPolicy], { cwd: "/", allowFailure: true });
}

/** The mount points below some folders, the deepest first, from the text of /proc/self/mountinfo. */
export function mountsBelow(mountinfo: string, folders: readonly string[]): string[] {
  return mountinfo
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? [])
    .filter((point) => folders.some((folder) => point === folder || point.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
}

/**
 * Takes away what an ended engine leaves in the kernel. Links and rules are left alone where another engine's were there
 * before ours: they cannot be told apart.
 */
export async function removeTraces(before: Traces, folders: readonly string[]): Promise<void> {
  for (const point of mountsBelow(readFileSync("/proc/self/mountinfo", "utf8"), folders)) {
    await run("umount", ["-l", point], { cwd: "/", allowFailure: true });
  }
  if (!before.sockets) rmSync(SOCKETS, { recursive: true, force: true });
  if (before.links.some(isEngineLink)) return;
  for (const link of (await linkNames()).filter(isEngineLink)) {
    await run("ip", ["link", "delete", link], { cwd: "/", allowFailure: true });
  }
  await removeRules(before);
  writeFileSync(FORWARDING, before.forwarding);
}
