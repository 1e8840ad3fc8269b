import { engineContainer, isServer, opened, portsOf, type Publish, type System } from "../../model";
import type { KubernetesSettings } from "../settings";

/** A port of a component that its model opens for people and tools. */
export interface PublishedPort {
  /** Name of the stack's output. */
  readonly output: string;
  readonly component: string;
  readonly port: number;
  readonly host: Publish;
}

/** The ports that a system publishes past its ingress. */
export function publishedPorts(system: System): readonly PublishedPort[] {
  return [
    ...system.services.flatMap((service) =>
      Object.entries(service.publish ?? {}).map(([name, host]) => ({
        output: name === "main" ? `${service.name}-forward` : `${service.name}-${name}-forward`,
        component: service.name,
        port: portsOf(service)[name] ?? 0,
        host,
      })),
    ),
    ...system.stores.filter(isServer).flatMap((store) => {
      const { ports } = engineContainer(store);
      return [
        ...(store.publish === undefined
          ? []
          : [
              {
                output: `${store.name}-forward`,
                component: store.name,
                port: ports.main,
                host: store.publish,
              },
            ]),
        ...Object.entries(opened(store)).map(([name, host]) => ({
          output: `${store.name}-${name}-forward`,
          component: store.name,
          port: ports[name] ?? ports.main,
          host,
        })),
      ];
    }),
  ];
}

/** What opens a published port on the operator's own machine: a cluster's nodes open none for it. */
export function forwardCommand(
  namespace: string,
  { component, port, host }: PublishedPort,
  { kubeconfig, context }: Pick<KubernetesSettings, "kubeconfig" | "context">,
): string {
  return [
    "kubectl",
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
    ...["--namespace", namespace, "port-forward"],
    ...(host.address === undefined ? [] : ["--address", host.address]),
    `service/${component}`,
    `${host.port}:${port}`,
  ].join(" ");
}
