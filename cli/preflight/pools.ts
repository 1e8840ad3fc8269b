import { fails, holds, type Verdict } from "../verify/verdict";

/** A range of IPv4 addresses. */
export interface Range {
  readonly first: number;
  /** How many addresses. */
  readonly count: number;
}

/** Where an engine takes the ranges of its networks from. */
export interface Pool {
  /** CIDR. */
  readonly base: string;
  /** Bits of the prefix of each network. */
  readonly size: number;
}

/** Those of an engine that was told no others: fifteen networks of 65,536 addresses, then sixteen of 4,096. */
export const usualPools: readonly Pool[] = [
  ...Array.from({ length: 15 }, (_, index) => ({ base: `172.${17 + index}.0.0/16`, size: 16 })),
  { base: "192.168.0.0/16", size: 20 },
];

/** Reads `172.17.0.0/16`; undefined where it is not a range of IPv4. */
export function rangeOf(cidr: string): Range | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (found === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = found.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return undefined;
  const count = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first: Math.floor(address / count) * count, count };
}

const overlap = (a: Range, b: Range): boolean => a.first < b.first + b.count && b.first < a.first + a.count;

/** How many of the networks that pools hold in all no range is in the way of. */
export function freeNetworks(pools: readonly Pool[], taken: readonly Range[]): number {
  return pools.reduce((sum, { base, size }) => {
    const range = rangeOf(base);
    if (range === undefined) return sum;
    const count = Math.min(range.count, 2 ** (32 - size));
    const near = taken.filter((one) => overlap(one, range));
    const blocked = new Set<number>();
    for (const one of near) {
      const from = Math.max(0, Math.floor((one.first - range.first) / count));
      const to = Math.min(range.count / count, Math.ceil((one.first + one.count - range.first) / count));
      for (let index = from; index < to; index++) blocked.add(index);
    }
    return sum + range.count / count - blocked.size;
  }, 0);
}

/** What an engine has room for, and what a stack asks of it. */
export interface PoolFacts {
  /** Networks that the stack has in all. */
  readonly wanted: number;
  /** Those that are still to be made. */
  readonly missing: number;
  readonly free: number;
}

/** Whether an engine has addresses for the networks that a stack is still to get. */
export function checkPools({ wanted, missing, free }: PoolFacts): Verdict {
  const claim = `${missing} of the stack's ${wanted} networks have to be created, and the engine's address pools have room for ${free}`;
  if (missing <= free) return holds(claim);
  return fails(
    claim,
    `${missing - free} too few. Give the engine more and smaller pools, and restart it: in its daemon.json "default-address-pools": [{ "base": "10.201.0.0/16", "size": 24 }], with a range that nothing else on the host's network uses. This one holds 256 networks; existing networks keep their addresses. Or remove unused networks: docker network prune`,
  );
}
