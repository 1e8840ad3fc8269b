import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { ConfigMap, Secret } from "@pulumi/kubernetes/core/v1";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import type { System } from "../../../model";
import { alertmanagerConfigSpec, receiverSecrets } from "../../../render/alertmanager/operator";
import { nodesOf, type Nodes } from "../../../shared/children";
import { children } from "../../children";
import { unawaited, type KubernetesContext } from "../../context";
import { isAgent } from "../../workload/agents.args";
import { prometheusOf } from "../operated";
import { monitored, podMonitorSpec } from "./monitors.args";
import { dashboards, prometheusRuleSpec } from "./rules.args";

export interface OperatorObjectsArgs {
  readonly system: System;
  /** The namespace of the parts that run on each node. @default there are none */
  readonly nodes: Input<string> | undefined;
}

/** What Grafana's sidecar looks for, as kube-prometheus-stack sets it up. */
const pageLabels = { grafana_dashboard: "1" };

/** What a Prometheus Operator of the cluster is told: what to ask, what to watch for, whom to tell, and which pages to show. */
export class OperatorObjects extends ComponentResource {
  private readonly own: Readonly<Record<string, string>>;

  constructor(
    private readonly context: KubernetesContext,
    { system, nodes }: OperatorObjectsArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { prefix, settings } = context;
    super("trireme:kubernetes:OperatorObjects", `${prefix}-monitoring`, {}, opts);
    this.own = {
      "app.kubernetes.io/instance": prefix,
      "app.kubernetes.io/part-of": context.system,
      "app.kubernetes.io/managed-by": "trireme",
    };
    const { interval = "15s" } = system.monitoring?.metrics ?? {};
    for (const one of monitored(system, settings))
      this.custom("monitoring.coreos.com/v1", "PodMonitor", {
        ...{ name: `${prefix}-${one.component}`, object: one.component, component: one.component },
        namespace: isAgent(system, one.component) && nodes !== undefined ? nodes : context.namespace,
        spec: podMonitorSpec(one, context, interval),
      });
    this.custom("monitoring.coreos.com/v1", "PrometheusRule", {
      ...{ name: `${prefix}-rules`, object: context.system, namespace: context.namespace },
      spec: prometheusRuleSpec(system, context, settings),
    });
    this.createReceivers(system);
    this.createPages(system);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.operatorObjects> {
    return nodesOf(this, children.operatorObjects);
  }

  private custom(
    apiVersion: string,
    kind: string,
    made: {
      readonly name: string;
      readonly object: string;
      readonly component?: string;
      readonly namespace: Input<string>;
      readonly spec: Readonly<Record<string, unknown>>;
    },
  ): void {
    new CustomResource(
      made.name,
      {
        apiVersion,
        kind,
        metadata: {
          name: made.object,
          namespace: made.namespace,
          labels: {
            ...this.own,
            ...(made.component === undefined ? {} : { "app.kubernetes.io/name": made.component }),
            ...prometheusOf(this.context.settings).labels,
          },
          annotations: { ...unawaited },
        },
        spec: made.spec,
      },
      { parent: this },
    );
  }

  private createReceivers(system: System): void {
    const { receivers = [] } = system.monitoring ?? {};
    if (receivers.length === 0) return;
    const { prefix, namespace } = this.context;
    const secrets = receiverSecrets(receivers);
    const secret =
      secrets.length === 0
        ? undefined
        : new Secret(
            `${prefix}-receivers`,
            {
              metadata: { namespace, labels: this.own },
              immutable: true,
              stringData: Object.fromEntries(
                secrets.map(([key, value]) => [key, this.context.resolve(value)] as const),
              ),
            },
            { parent: this },
          );
    this.custom("monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", {
      ...{ name: `${prefix}-alerts`, object: this.context.system, namespace },
      spec: alertmanagerConfigSpec(receivers, secret?.metadata.name),
    });
  }

  private createPages(system: System): void {
    const pages = dashboards(system, this.context, this.context.settings);
    if (Object.keys(pages).length === 0) return;
    const { prefix, namespace } = this.context;
    new ConfigMap(
      `${prefix}-dashboards`,
      { metadata: { name: "dashboards", namespace, labels: { ...this.own, ...pageLabels } }, data: pages },
      { parent: this },
    );
  }
}
