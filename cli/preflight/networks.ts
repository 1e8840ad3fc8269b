import { fixedStores } from "../../components/docker/network/fixed.args";
import { networkNames } from "../../components/docker/network/networks.args";
import { labelNames, prefixOf, type System } from "../../components/model";
import { run } from "../../setup/processes";
import { freeNetworks, rangeOf, type Pool, type PoolFacts, type Range } from "./pools";

/** A network that an engine has. */
export interface EngineNetwork {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/**
 * Those of a stack's networks that the engine does not have, and gives addresses of its pools: it names one after the resource, with seven
 * digits. A network with addresses that stay has a range of its own.
 */
export function missingNetworks(
  { system, stack }: { readonly system: System; readonly stack: string },
  existing: readonly EngineNetwork[],
): readonly string[] {
  const own = existing.filter(({ Labels }) => Labels?.[labelNames.stack] === stack).map(({ Name }) => Name);
  const there = new Set(own.map((name) => name.replace(/-[0-9a-f]{7}$/, "")));
  const prefix = prefixOf(system.name, stack);
  const fixed = new Set(fixedStores(system).map(({ name }) => name));
  return networkNames(system).filter((name) => !fixed.has(name) && !there.has(`${prefix}-${name}`));
}

/**
 * What an engine's address pools have room for, and what a stack asks of them.
 *
 * @param pools the engine's
 * @param routes of the host, where they are known: the engine gives no network a range that one of them leads to
 */
export async function poolFacts(
  stack: string,
  system: System,
  env: NodeJS.ProcessEnv,
  pools: readonly Pool[],
  routes: readonly Range[] = [],
): Promise<PoolFacts> {
  const { stdout: listed } = await run("docker", ["network", "ls", "--quiet", "--no-trunc"], { env });
  const ids = listed.split("\n").filter((id) => id !== "");
  // It fails when one of them has gone meanwhile, and prints the others all the same.
  const { stdout } = await run("docker", ["network", "inspect", ...ids], { env, allowFailure: true });
  const existing = JSON.parse(stdout) as readonly EngineNetwork[];
  const subnets = existing
    .flatMap(({ IPAM }) => IPAM?.Config ?? [])
    .map(({ Subnet = "" }) => rangeOf(Subnet));
  return {
    wanted: networkNames(system).length,
    missing: missingNetworks({ system, stack }, existing).length,
    free: freeNetworks(pools, [...routes, ...subnets.filter((one) => one !== undefined)]),
  };
}
