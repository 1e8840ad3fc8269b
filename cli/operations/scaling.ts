import type { System } from "../../components/model";
import type { Target } from "../../components/shared/target";
import type { Edit } from "../stack/edit";
import { running } from "./operations";

/** A change to the number of a service's instances. */
export interface Scaling {
  /** What is told of it, a line each. */
  readonly plan: readonly string[];
  /** What the stack's file says from then on; empty where it says so already. */
  readonly edits: readonly Edit[];
}

/**
 * What gives a service another number of instances: its number, or where an autoscaler counts them, the least that it goes down to.
 *
 * @throws PlainError naming the services where it is not one of them
 */
export function scaled(
  { stack, system, target }: { stack: string; system: System; target: Pick<Target, "autoscales"> },
  name: string,
  count: number,
): Scaling {
  running(
    name,
    stack,
    system.services.map((service) => service.name),
  );
  const { autoscale, replicas = 1 } = system.services.find((service) => service.name === name) ?? {};
  const key = (...words: readonly string[]): Edit["path"] => ["trireme:settings", "services", name, ...words];
  if (autoscale === undefined || !target.autoscales)
    return {
      plan: [`${name}: ${replicas} → ${count} instances`],
      edits: replicas === count ? [] : [{ path: key("replicas"), value: count }],
    };
  const { min, max } = autoscale;
  return {
    plan: [
      `${name}: its autoscaler goes down to ${count} instances, not ${min}`,
      ...(count > max ? [`${name}: its autoscaler goes up to ${count} instances, not ${max}`] : []),
    ],
    edits: [
      ...(min === count ? [] : [{ path: key("autoscale", "min"), value: count }]),
      ...(count > max ? [{ path: key("autoscale", "max"), value: count }] : []),
    ],
  };
}
