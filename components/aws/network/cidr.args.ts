/** Which kind of subnet. */
export type SubnetKind = "public" | "private" | "isolated";

/** The address ranges of one availability zone. */
export type ZoneRanges = Readonly<Record<SubnetKind, string>>;

const zoneMask = 18;
/** Each zone has a quarter of the network; in it half is for tasks, and a quarter stays free. */
const places: Readonly<Record<SubnetKind, { readonly offset: number; readonly mask: number }>> = {
  private: { offset: 0, mask: 19 },
  public: { offset: 2 ** 13, mask: 21 },
  isolated: { offset: 2 ** 13 + 2 ** 11, mask: 21 },
};

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/**
 * The ranges of a zone by its place in the list: they depend on nothing else, so that a zone that is added moves none.
 *
 * @param network a range of IPv4 with a mask of 16, such as 10.40.0.0/16
 * @param index 0 to 3
 * @throws RangeError for any other
 */
export function zoneRanges(network: string, index: number): ZoneRanges {
  const [address = "", mask] = network.split("/");
  if (mask !== "16" || !address.endsWith(".0.0"))
    throw new RangeError(`"${network}" is not a network with a /16 mask; write for example 10.40.0.0/16`);
  if (!Number.isInteger(index) || index < 0 || index > 3)
    throw new RangeError(`a network has zones 0 to 3, not ${index}`);
  const start = numberOf(address) + index * 2 ** (32 - zoneMask);
  const range = (kind: SubnetKind) => `${addressOf(start + places[kind].offset)}/${places[kind].mask}`;
  return { public: range("public"), private: range("private"), isolated: range("isolated") };
}
