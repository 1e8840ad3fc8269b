import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../docker/checkout";

/** `pulumi preview --json`, of which the suite reads what will be made. */
export interface Planned {
  readonly steps: readonly { readonly urn: string }[];
}

/**
 * What reads a node's log files is an exception that a team gives for its cluster: see `docs/kubernetes-monitoring.md`. The suite gives
 * it as one does.
 */
export function exempt(checkout: Checkout, file: string, { steps }: Planned): void {
  const collector = steps.find(({ urn }) => urn.includes(":DaemonSet::"));
  if (collector === undefined) return;
  const exemptions = [{ urn: collector.urn, reason: "logs of the suite's own cluster", until: "2099-12-31" }];
  give(checkout, file, { "keep-host-paths-out": exemptions, "run-as-non-root": exemptions });
}

/** Servers of development that compile what they serve, as the stack for a Docker host exempts them. */
export function exemptWriting(
  checkout: Checkout,
  file: string,
  { steps }: Planned,
  names: readonly string[],
): void {
  const exemptions = steps
    .filter(({ urn }) => names.some((name) => urn.includes(":Deployment::") && urn.endsWith(`-${name}`)))
    .map(({ urn }) => ({ urn, reason: "compiles what it serves beside its sources", until: "2099-12-31" }));
  if (exemptions.length > 0) give(checkout, file, { "keep-root-read-only": exemptions });
}

interface Exemption {
  readonly urn: string;
  readonly reason: string;
  readonly until: string;
}

/** Adds exemptions to those that the stack has. */
function give(checkout: Checkout, file: string, given: Readonly<Record<string, readonly Exemption[]>>): void {
  type Policies = Readonly<Record<string, { readonly exemptions?: readonly Exemption[] }>>;
  const before = existsSync(join(checkout.folder, file)) ? (JSON.parse(checkout.read(file)) as Policies) : {};
  const after = Object.entries(given).map(([policy, more]) => {
    const exemptions = [...(before[policy]?.exemptions ?? []), ...more];
    return [policy, { ...before[policy], exemptions }] as const;
  });
  checkout.write(file, JSON.stringify({ ...before, ...Object.fromEntries(after) }));
}
