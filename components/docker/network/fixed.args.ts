import { createHash } from "node:crypto";
import { isServer, type Server, type System } from "../../model";
import { isWatched, serverAliases } from "../stores/members.args";

/** Addresses that no network of the internet has (RFC 2544), and hardly one of an office or a provider. */
const standardRange = "198.18.0.0/15";

/** A network whose members may have addresses that stay. */
export interface FixedNetwork {
  readonly subnet: string;
  readonly gateway: string;
  /** Of which the engine gives to all others. */
  readonly ipRange: string;
  /** The addresses that stay, by the names that they have on the network. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Bits of an address that tell the members of one network apart. */
const memberBits = 8;
/** The first address that is given to a member; the gateway's is before it. */
const firstMember = 2;

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}

/**
 * The network of a store whose servers must be found when one of them is gone: what answers for names on an engine takes seconds to say
 * that a name is none, and a server that waits for it does nothing else. Which of a range it is follows from its name, so that it is the same
 * with each deployment, and hardly another stack's.
 *
 * @param name of the network, with the stack's prefix
 * @param range of which it takes 256 addresses: `198.18.0.0/15`
 */
export function fixedNetwork(name: string, aliases: readonly string[], range = standardRange): FixedNetwork {
  const [base = "", length = ""] = range.split("/");
  const networks = 2 ** (32 - memberBits - Number(length));
  const size = 2 ** (32 - Number(length));
  const start = Math.floor(numberOf(base) / size) * size;
  const chosen = createHash("sha256").update(name).digest().readUInt32BE(0) % networks;
  const first = start + chosen * 2 ** memberBits;
  return {
    subnet: `${addressOf(first)}/${32 - memberBits}`,
    gateway: addressOf(first + 1),
    // The upper half.
    ipRange: `${addressOf(first + 2 ** (memberBits - 1))}/${32 - memberBits + 1}`,
    hosts: Object.fromEntries(aliases.map((alias, index) => [alias, addressOf(first + firstMember + index)])),
  };
}

/** Stores whose servers have addresses that stay. */
export function fixedStores(system: System): readonly Server[] {
  return system.stores.filter(isServer).filter((store) => store.external === undefined && isWatched(store));
}

/** The network of a store's own name, where it is one of those. */
export function fixedOf(
  system: System,
  {
    prefix,
    group,
    range,
  }: { readonly prefix: string; readonly group: string; readonly range?: string | undefined },
): FixedNetwork | undefined {
  const store = fixedStores(system).find(({ name }) => name === group);
  return store === undefined ? undefined : fixedNetwork(`${prefix}-${group}`, serverAliases(store), range);
}
