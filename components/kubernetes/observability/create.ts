import type { Resource } from "@pulumi/pulumi";
import type { KubernetesContext } from "../context";
import { Agents, type AgentsArgs } from "../workload/agents";
import { isAgent } from "../workload/agents.args";
import { isAsked } from "./operated";
import { OperatorObjects } from "./operator/objects";

/** What of monitoring is no service of the namespace: what runs on each node, and what an operator of the cluster is told. */
export function createMonitoring(context: KubernetesContext, args: AgentsArgs, parent: Resource): void {
  const { system } = args;
  const agents = system.services.some(({ name }) => isAgent(system, name))
    ? new Agents(context, args, { parent })
    : undefined;
  if (isAsked(system, context.settings))
    new OperatorObjects(context, { system, nodes: agents?.namespace }, { parent });
}
