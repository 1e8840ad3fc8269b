import { BlockList, isIP } from "node:net";

const privateRanges = new BlockList();
for (const [net, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
] as const)
  privateRanges.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["fc00::", 7],
  ["fe80::", 10],
  ["::1", 128],
] as const)
  privateRanges.addSubnet(net, prefix, "ipv6");

/** Whether an address belongs to a machine or a private network alone. A name of a host counts as public, but `localhost`. */
export function isPrivateAddress(address: unknown): boolean {
  const text = String(address)
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  if (text === "localhost") return true;
  const family = isIP(text);
  return family !== 0 && privateRanges.check(text, family === 4 ? "ipv4" : "ipv6");
}

/** The longest prefix of a range that counts as all the world: halves and quarters of it are the world in parts. */
const widest = { 4: 8, 6: 31 } as const;

/** Whether a range of addresses lets in all the world, or so much of it that a few such ranges do. */
export function isWorld(cidr: unknown): boolean {
  if (typeof cidr !== "string") return false;
  const [address = "", bits] = cidr.trim().split("/");
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || bits === undefined || !/^\d+$/.test(bits)) return false;
  if (Number(bits) > widest[family]) return false;
  // A range that is wider than the private one that its first address is in holds public addresses too.
  const own =
    family === 4
      ? address.startsWith("10.") || address.startsWith("127.")
        ? 8
        : 33
      : /^f[cd]/i.test(address)
        ? 7
        : 129;
  return Number(bits) < own;
}
