import { quantity } from "../workload/pod.args";
import type { Outcome } from "../../shared/failure";
import type { Asking } from "./asking";
import type { Claim, List } from "./objects";
import { query } from "./rollout";

const units: Readonly<Record<string, number>> = {
  "": 1,
  ...Object.fromEntries(["k", "M", "G", "T", "P", "E"].map((unit, index) => [unit, 1000 ** (index + 1)])),
  ...Object.fromEntries(
    ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].map((unit, index) => [unit, 1024 ** (index + 1)]),
  ),
};

/** Bytes of a quantity as the API writes them: `10Gi`, `1500M`, `1e9` (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity). */
export function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([kMGTPE]i?|Ki)?$/.exec(text) ?? [];
  const factor = units[unit];
  if (number === "" || factor === undefined) throw new RangeError(`"${text}" is no quantity`);
  return Number(number) * factor;
}

/** What a claim has asked for. */
export function requested({ spec }: Claim): number {
  return bytesOf(spec.resources?.requests?.storage ?? "0");
}

/** Asks for more of each claim that has asked for less; none is ever made smaller. */
export async function claimsOutcome(
  { api }: Pick<Asking, "api">,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  size: number,
): Promise<Outcome> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const { items } = await api.get<List<Claim>>(`${path}?${query(labels)}`);
  for (const claim of items.filter((one) => requested(one) < size)) {
    const { name } = claim.metadata;
    try {
      await api.merge(`${path}/${name}`, { spec: { resources: { requests: { storage: quantity(size) } } } });
    } catch (error) {
      const reason = `keeps its ${claim.spec.resources?.requests?.storage ?? ""}: ${(error as Error).message}`;
      return { ok: false, container: `with the disk ${name}`, reason, log: "" };
    }
  }
  return { ok: true };
}
