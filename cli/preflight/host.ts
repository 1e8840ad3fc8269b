import { lookup, resolve4, resolve6 } from "node:dns/promises";
import {
  engineContainer,
  ingressImage,
  isServer,
  pinned,
  type Pins,
  type System,
} from "../../components/model";
import { labelNames } from "../../components/model/values/naming";
import { projectRoot } from "../../setup/workspace";
import { localSubstitutes } from "../../stacks/config/substitutes";
import { run } from "../../setup/processes";
import { plainAddress, type DiskFacts, type EngineFacts, type Listener, type ManifestFacts } from "./checks";
import { usualPools, type Range } from "./pools";

/** Milliseconds for a registry to answer. */
const registryPatience = 30_000;
const mount = "/probe";

/** What the engine says of itself; a command asks once, and shares it among its checks. */
export async function engineFacts(env: NodeJS.ProcessEnv): Promise<EngineFacts> {
  const { stdout } = await run("docker", ["info", "--format", "{{json .}}"], { env });
  const { ServerVersion, NCPU, MemTotal, Name, DockerRootDir, DefaultAddressPools } = JSON.parse(stdout) as {
    readonly ServerVersion: string;
    readonly NCPU: number;
    readonly MemTotal: number;
    readonly Name: string;
    readonly DockerRootDir: string;
    // An engine without the field has never heard of other pools.
    readonly DefaultAddressPools?: readonly { readonly Base: string; readonly Size: number }[] | null;
  };
  return {
    version: ServerVersion,
    cpus: NCPU,
    memory: MemTotal,
    machine: Name,
    dataFolder: DockerRootDir,
    pools: DefaultAddressPools?.map(({ Base, Size }) => ({ base: Base, size: Size })) ?? usualPools,
  };
}

/** What only a look from inside the machine tells. */
export interface Inside {
  readonly disk: DiskFacts;
  /** Ports on which something listens. */
  readonly ports: readonly number[];
  /** The machine's own addresses. */
  readonly addresses: readonly string[];
  /** Where its routes lead, but for the one to everywhere. */
  readonly routes: readonly Range[];
  /** Which machine it is, and which of its networks. */
  readonly place: Place;
}

/** A start of a machine, and a network namespace of it. */
export interface Place {
  readonly boot: string;
  readonly network: string;
}

/** Reads what the look printed. */
export function insideOf(text: string): Inside {
  const lines = text.split("\n");
  const [, total = 0, , free = 0] = (lines.find((line) => line.endsWith(` ${mount}`)) ?? "")
    .split(/\s+/)
    .map(Number);
  const listening = lines.flatMap((line) => {
    // sl local_address rem_address st …; state 0A is LISTEN.
    const [, port] = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /.exec(line) ?? [];
    return port === undefined ? [] : [Number.parseInt(port, 16)];
  });
  const addresses: string[] = [];
  let last = "";
  for (const line of lines) {
    last = /-- (\d+\.\d+\.\d+\.\d+)$/.exec(line)?.[1] ?? last;
    if (/^\s+\/32 host LOCAL$/.test(line) && !last.startsWith("127.")) addresses.push(last);
  }
  for (const line of lines) {
    // Address, index, length of the prefix, scope (00 is global), flags, name of the interface.
    const [, digits] = /^([0-9a-f]{32}) [0-9a-f]+ [0-9a-f]+ 00 [0-9a-f]+ +\S+$/.exec(line) ?? [];
    if (digits !== undefined) addresses.push(plainAddress(digits.match(/.{4}/g)?.join(":") ?? ""));
  }
  const routes = lines.flatMap((line): readonly Range[] => {
    // Interface, destination, gateway, flags, references, use, metric, mask; the lowest byte first.
    const [, to, mask] = /^\S+\s+([0-9A-F]{8})\s+[0-9A-F]{8}\s+(?:\d+\s+){4}([0-9A-F]{8})\s/.exec(line) ?? [];
    if (to === undefined || mask === undefined || /^0+$/.test(mask)) return [];
    const number = (text: string): number =>
      Number.parseInt((text.match(/../g) ?? []).reverse().join(""), 16);
    return [{ first: number(to), count: 2 ** 32 - number(mask) }];
  });
  const told = (word: string): string =>
    lines.find((line) => line.startsWith(`${word}: `))?.slice(word.length + 2) ?? "";
  return {
    place: { boot: told("boot"), network: told("network") },
    routes,
    disk: { total: total * 1024, free: free * 1024 },
    ports: [...new Set(listening)].sort((a, b) => a - b),
    addresses: [...new Set(addresses)].sort(),
  };
}

/** The first of the images that the system needs anyway which the engine has already. */
async function presentImage(system: System, env: NodeJS.ProcessEnv, pins: Pins): Promise<string | undefined> {
  const own = system.stores
    .filter(isServer)
    .filter(({ external }) => external === undefined)
    .map((store) => engineContainer(store).image);
  const { ingress } = system;
  const local = localSubstitutes(projectRoot);
  const wanted = [...own, ...(ingress === undefined ? [] : [ingressImage(ingress)])];
  // A pinned one has no tag on the engine.
  for (const reference of wanted.map((image) => local[image] ?? pinned(image, pins))) {
    const { code } = await run("docker", ["image", "inspect", reference], { env, allowFailure: true });
    if (code === 0) return reference;
  }
  return undefined;
}

/** What a look from inside the machine came to. */
export type Look =
  | { readonly seen: Inside }
  /** Why nothing could be seen, and what to do. */
  | { readonly seen?: undefined; readonly why: string };

/** Looks from inside the machine, in a container that may do nothing. */
export async function lookInside(system: System, env: NodeJS.ProcessEnv, pins: Pins): Promise<Look> {
  const image = await presentImage(system, env, pins);
  if (image === undefined)
    return {
      why: "a container has to look, and the engine has none of the stack's images yet; pull one there: docker pull postgres:16-bookworm",
    };
  const look = `df -Pk ${mount}; cat /proc/net/tcp; cat /proc/net/tcp6 2>/dev/null; cat /proc/net/fib_trie; cat /proc/net/if_inet6 /proc/net/route 2>/dev/null; echo "boot: $(cat /proc/sys/kernel/random/boot_id)"; echo "network: $(readlink /proc/self/ns/net)"; true`;
  const { code, stdout, stderr } = await run(
    "docker",
    [
      ...["run", "--rm", "--network", "host", "--read-only", "--cap-drop", "ALL", "--user", "65534:65534"],
      // An anonymous volume lies where the engine keeps its data, and goes with the container.
      ...["--security-opt", "no-new-privileges", "--volume", mount],
      ...["--entrypoint", "sh", image, "-c", look],
    ],
    { env, allowFailure: true },
  );
  if (code === 0) return { seen: insideOf(stdout) };
  return { why: `the container that looks failed: ${stderr.trim().split("\n")[0] ?? ""}` };
}

/** Who listens on which port: what is published by containers is known by name. */
export async function listeners(
  ports: readonly number[],
  inside: Inside | undefined,
  env: NodeJS.ProcessEnv,
): Promise<readonly Listener[]> {
  const found: Listener[] = [];
  for (const port of ports) {
    const format = `{{.Names}}\t{{.Label "${labelNames.stack}"}}\t{{.Label "${labelNames.system}"}}`;
    const { stdout } = await run("docker", ["ps", "--filter", `publish=${port}`, "--format", format], {
      env,
    });
    const [line = ""] = stdout.trimEnd().split("\n");
    const [name = "", stack = "", system = ""] = line.split("\t");
    if (name !== "") found.push({ port, container: { name, stack, system } });
    else if (inside?.ports.includes(port) === true) found.push({ port });
  }
  return found;
}

/** Asks the registries for the images of a release, with the login that Docker's client has. */
export async function manifests(
  references: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly ManifestFacts[]> {
  return await Promise.all(
    references.map(async (reference) => {
      const { code, stderr } = await run("docker", ["manifest", "inspect", reference], {
        env,
        allowFailure: true,
        timeoutMs: registryPatience,
      });
      const said = stderr.trim() === "" ? `no answer within ${registryPatience / 1000} s` : stderr;
      return { reference, found: code === 0, said };
    }),
  );
}

/** The public addresses of a name; none where it has none. */
export async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await Promise.all([resolve4(name).catch(() => []), resolve6(name).catch(() => [])]);
  return found.flat();
}

/** Addresses by which the engine's machine is reached from here, for an engine behind SSH. */
export async function sshAddresses(host: string | undefined): Promise<readonly string[]> {
  if (host?.startsWith("ssh://") !== true) return [];
  const found = await lookup(new URL(host).hostname, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
