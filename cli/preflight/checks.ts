import type { Requirements } from "../../components/model";
import { isOwn, type Owner } from "../stack/own-containers";
import type { Pool } from "./pools";
import { fails, holds, type Verdict } from "../verify/verdict";

/** What a container engine says of itself and its machine. */
export interface EngineFacts {
  readonly version: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** Name of its machine. */
  readonly machine: string;
  /** Folder of its data there. */
  readonly dataFolder: string;
  /** Where it takes the ranges of its networks from. */
  readonly pools: readonly Pool[];
}

/** Bytes of a file system. */
export interface DiskFacts {
  readonly total: number;
  readonly free: number;
}

/** Who listens on a port of the host: a stack's container, or something else. */
export interface Listener {
  readonly port: number;
  readonly container?: Owner & { readonly name: string };
}

const gigabyte = 1e9;

/** `1.2 GB` of 1,234,567,890 bytes. */
export function gigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}

/** Whether a version is at least another one: `24.0` or later. */
export function atLeast(version: string, wanted: string): boolean {
  const numbers = (text: string): readonly number[] => text.split(/[^\d]+/).map(Number);
  const [has, asks] = [numbers(version), numbers(wanted)];
  for (const [index, number] of asks.entries()) {
    const difference = (has[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The engine's version, processors and memory against what is asked for. */
export function checkEngine(
  facts: Pick<EngineFacts, "version" | "cpus" | "memory">,
  required: Requirements,
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const { engine, cpus, memory } = required;
  if (engine !== undefined) {
    const claim = `engine ${facts.version} (${engine} or newer is required)`;
    verdicts.push(
      atLeast(facts.version, engine)
        ? holds(claim)
        : fails(claim, "it is too old. Update it on the host: https://docs.docker.com/engine/install/"),
    );
  }
  if (cpus !== undefined) {
    const claim = `${facts.cpus} CPUs (${cpus} are required)`;
    verdicts.push(
      facts.cpus >= cpus ? holds(claim) : fails(claim, "give the machine more, or take a larger one"),
    );
  }
  if (memory !== undefined) {
    const better = memory.recommended === undefined ? "" : `, ${memory.recommended} GB recommended`;
    const claim = `${gigabytes(facts.memory)} of memory (${memory.minimum} GB are required${better})`;
    verdicts.push(
      facts.memory >= memory.minimum * gigabyte
        ? holds(claim)
        : fails(claim, "give the machine more, or take a larger one"),
    );
  }
  return verdicts;
}

/** The size of the disk under the engine's data. */
export function checkDisk(facts: DiskFacts, required: Requirements): readonly Verdict[] {
  const { disk } = required;
  if (disk === undefined) return [];
  const claim = `${gigabytes(facts.total)} of disk (${disk} GB are required)`;
  if (facts.total < disk * gigabyte)
    return [fails(claim, "enlarge the disk that has the engine's data, or move its data to a larger one")];
  return [holds(claim)];
}

/** The ports that a stack publishes: free, or its own already. */
export function checkPorts(
  ports: readonly { readonly path: string; readonly port: number }[],
  listeners: readonly Listener[],
  owner: Owner,
): readonly Verdict[] {
  const { stack } = owner;
  return ports.map(({ path, port }) => {
    const found = listeners.find((listener) => listener.port === port);
    const claim = `port ${port} (${path}) is free for stack ${stack}`;
    if (found === undefined) return holds(claim);
    if (isOwn(found.container, owner)) return holds(`port ${port} (${path}) is this stack's already`);
    const holder =
      found.container === undefined ? "a process of the host" : `container ${found.container.name}`;
    return fails(
      claim,
      `${holder} uses it. Stop that, or set another port: pulumi config set --path 'settings.ports.NAME' PORT --stack ${stack}`,
    );
  });
}

/** What reading an image's manifest came to. */
export interface ManifestFacts {
  readonly reference: string;
  readonly found: boolean;
  /** What the client said where it was not found. */
  readonly said: string;
}

/** The registry of an image: `ghcr.io` of `ghcr.io/your-org/app:v1`. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

/** Whether the images of the release can be read with the login that there is. */
export function checkImages(manifests: readonly ManifestFacts[]): readonly Verdict[] {
  return manifests.map(({ reference, found, said }) => {
    const claim = `image ${reference} can be read`;
    if (found) return holds(claim);
    const last = said.trim().split("\n").at(-1) ?? "";
    if (/unauthorized|denied|forbidden|authentication required/i.test(said))
      return fails(claim, `${last}. Log in, or ask for read access: docker login ${registryOf(reference)}`);
    if (/no such manifest|not found|manifest unknown/i.test(said))
      return fails(
        claim,
        "the registry does not have this tag. Push it, or release another one: npx trireme release",
      );
    return fails(claim, last);
  });
}

/** An address in the one way in which it is compared: `2001:db8::1` of `2001:0DB8:0:0::1`. */
export function plainAddress(address: string): string {
  if (!address.includes(":")) return address;
  try {
    return new URL(`http://[${address}]/`).hostname.slice(1, -1);
  } catch {
    return address;
  }
}

/**
 * Whether a name leads to the host, which Let's Encrypt asks over it: with every address, for it takes an IPv6 one where
 * there is one, and people take either.
 *
 * @param ipv6 whether the ingress answers on IPv6
 */
export function checkName(
  name: string,
  addresses: readonly string[],
  host: readonly string[],
  ipv6: boolean,
): Verdict {
  const claim = `${name} resolves to the host`;
  if (addresses.length === 0)
    return fails(claim, "the name has no address. Add an A record at its DNS provider");
  const unanswered = ipv6 ? [] : addresses.filter((address) => address.includes(":"));
  if (unanswered.length > 0)
    return fails(
      claim,
      `its AAAA record points to ${unanswered.join(", ")}, and the ingress listens on IPv4 only. Remove the AAAA record, or put a load balancer that listens on both in front of the host and point the name there`,
    );
  const known = new Set(host.map(plainAddress));
  const wrong = addresses.filter((address) => !known.has(plainAddress(address)));
  if (wrong.length === 0) return holds(`${claim} (${addresses.join(", ")})`);
  const records = [...new Set(wrong.map((address) => (address.includes(":") ? "AAAA" : "A")))].join(" and ");
  return fails(
    claim,
    `its ${records} record points to ${wrong.join(", ")}, and the host has ${host.length === 0 ? "no address that is known here" : host.join(", ")}. Correct the DNS record, or remove it where the host has no address of this kind; behind a NAT that forwards 80 and 443 it may be right`,
  );
}
