import {
  engineContainer,
  passwordFile,
  peersOf,
  type EngineContainer,
  type File,
  type Redis,
  type Server,
} from "../../model";
import { renderMember, renderSentinel, type SentinelOptions } from "../../render/sentinel";
import { storeAddress, type NamedAddress } from "../../shared/addresses";
import type { NetworkMembership } from "../workload/container.args";

/** One server of a store that has several. */
export interface Member {
  /** What it adds to the names of the store's resources: nothing for the first, which a store of one server has as well. */
  readonly ending: string;
  /** Its own name, in its container. */
  readonly hostname: string;
  /** Name under which the others on the store's network find it. */
  readonly alias: string;
  readonly engine: EngineContainer;
}

/** Where Sentinels answer. */
const sentinelPort = 26379;

/** How one of several servers is on a network: by its own name, at its address where that stays. */
export function asMember(one: NetworkMembership, alias: string): NetworkMembership {
  if (one.alias === undefined) return one;
  const address = one.hosts?.[alias];
  return { ...one, alias, ...(address === undefined ? {} : { address }) };
}

/** Whether a store is a Redis that Sentinels watch. */
export function isWatched(store: Server): store is Redis {
  return store.engine === "redis" && (store.nodes ?? 1) > 1;
}

function hosts({ name, nodes = 1 }: Pick<Redis, "name" | "nodes">): readonly string[] {
  return Array.from({ length: nodes }, (_, index) => `${name}-${index}`);
}

function sentinelOptions(store: Redis): SentinelOptions {
  return {
    setName: store.setName ?? store.name,
    domain: `${store.name}-nodes`,
    sentinels: `${store.name}-sentinels`,
    members: hosts(store),
    ports: { server: 6379, sentinel: sentinelPort },
  };
}

/** The Sentinels as those who save the store are told of them, each by its name. */
export function sentinelHosts(store: Redis): readonly string[] {
  const { sentinels = "" } = sentinelOptions(store);
  return hosts(store).map((host) => `${host}.${sentinels}`);
}

/** The names of all servers of a store that Sentinels watch, and of these, on its network. */
export function serverAliases(store: Server): readonly string[] {
  if (!isWatched(store)) return [];
  return [...membersOf(store).map(({ alias }) => alias), ...sentinelHosts(store)];
}

/** Where a store is reached: behind Sentinels, at them. */
export function addressOf(store: Server): NamedAddress {
  if (isWatched(store))
    return {
      main: sentinelHosts(store)
        .map((host) => `${host}:${sentinelPort}`)
        .join(","),
      sentinelName: sentinelOptions(store).setName,
    };
  const { main } = engineContainer(store).ports;
  // Any node of a cluster answers for all.
  return store.engine === "qdrant" ? { main: `${peersOf(store)[0]}:${main}` } : storeAddress(store);
}

/**
 * The name of a server that is gone must be refused at once: Redis asks for names in the thread that does all else, and Sentinels that
 * wait for an answer choose nobody. The engine answers for what runs, and asks nobody further: nothing listens there.
 */
export const ownNames = { dns: ["127.0.0.1"], dnsOpts: ["timeout:1", "attempts:1"] };

const ending = (index: number): string => (index === 0 ? "" : `-${index}`);

function redisMembers(store: Redis): readonly Member[] {
  const options = sentinelOptions(store);
  const single = engineContainer(store);
  const script = "/run/scripts/member.sh";
  const engine: EngineContainer = {
    ...single,
    command: ["sh", script],
    files: { ...single.files, [script]: { content: renderMember(options, single) } },
  };
  return hosts(store).map((hostname, index) => ({
    ending: ending(index),
    hostname,
    alias: `${hostname}.${options.domain}`,
    engine,
  }));
}

/** The servers of a store that has several; empty where it has one. */
export function membersOf(store: Server): readonly Member[] {
  if (isWatched(store)) return redisMembers(store);
  if (store.engine !== "qdrant" || (store.nodes ?? 1) === 1) return [];
  const single = engineContainer(store);
  const peers = peersOf(store);
  const [first = store.name] = peers;
  return peers.map((hostname, index) => ({
    ending: ending(index),
    hostname,
    alias: hostname,
    engine: {
      ...single,
      // The first makes the cluster, the others join it (https://qdrant.tech/documentation/guides/distributed_deployment).
      command: [
        "./entrypoint.sh",
        "--uri",
        `http://${hostname}:6335`,
        ...(index === 0 ? [] : ["--bootstrap", `http://${first}:6335`]),
      ],
      env: { ...single.env, QDRANT__CLUSTER__ENABLED: true },
      ports: { ...single.ports, peers: 6335 },
    },
  }));
}

/** The Sentinel beside a server of a set: its files, and the command that becomes it. */
export function sentinelOf(store: Redis): {
  readonly files: Readonly<Record<string, File>>;
  readonly command: readonly string[];
  readonly health: readonly string[];
  readonly domain: string;
} {
  const options = sentinelOptions(store);
  const script = "/run/scripts/sentinel.sh";
  return {
    files: {
      [passwordFile]: { content: store.password },
      [script]: { content: renderSentinel(options) },
    },
    command: ["sh", script],
    health: [
      "sh",
      "-c",
      `REDISCLI_AUTH=$(cat ${passwordFile}) redis-cli --no-auth-warning -p ${sentinelPort} ping | grep -qx PONG`,
    ],
    domain: options.sentinels ?? options.domain,
  };
}
