import type { types } from "@pulumi/docker";
import type * as docker from "@pulumi/docker";
import { all, interpolate, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { labelNames, type Ingress } from "../../model";
import { metricsFolder } from "../../render/proxy/reload";
import { labels, type DockerContext } from "../context";
import { containerArgs } from "../workload/container.args";
import { oneShot } from "../workload/one-shot";
import type { Certificates } from "./certificates";
import { proxyUser as user } from "./proxy.args";
import { digest, reloadDeadline, uploadsOf, type Files, type IssuerFiles } from "./shared";

export interface ReloadArgs {
  readonly ingress: Ingress;
  readonly image: Input<string>;
  /** What is run, in place of the image's entry point where that would be in the way. */
  readonly run: { readonly command: readonly string[] } | { readonly entrypoints: string[] };
  /** The folder of the configuration in force. */
  readonly live: types.input.ContainerVolume;
  readonly certificates: Pick<Certificates, "brought">;
  readonly issuer: IssuerFiles;
  /** What has to be in force before. @default nothing */
  readonly after?: readonly Output<docker.Container>[];
  /** Further folders that it writes to. @default none */
  readonly further?: readonly types.input.ContainerVolume[];
  readonly configuration: Output<Files>;
  /** The file by which `verify` knows the configuration. */
  readonly known: string;
  /** The proxy that takes it. */
  readonly container: docker.Container;
  /** Whether it signals the proxy, and so sees its processes. */
  readonly signals: boolean;
}

/** What brings a new configuration into the running proxy, whatever its engine. */
export function createReload(
  context: DockerContext,
  name: string,
  args: ReloadArgs,
  parent: Resource,
): ReturnType<typeof oneShot> {
  const { ingress, certificates, issuer, configuration, container, run } = args;
  const { metrics } = context;
  const shape = containerArgs({
    image: args.image,
    ...("command" in run ? { command: run.command } : {}),
    user,
    // The engine takes no uploads into a read-only root.
    readOnlyRoot: false,
    volumes: [
      args.live,
      ...certificates.brought.volumes,
      ...issuer.volumes,
      ...(args.further ?? []),
      ...(metrics === undefined ? [] : [{ volumeName: metrics.volume, containerPath: metricsFolder }]),
    ],
    labels: {
      ...labels(context, ingress.name, "reload"),
      ...certificates.brought.labels,
      ...(issuer.holder === undefined ? {} : { "dev.trireme.gateway": issuer.holder }),
      [labelNames.configuration]: digest(configuration, args.known),
    },
    resources: ingress.resources,
  });
  return oneShot(
    context,
    `${name}-reload`,
    {
      what: `the reload of ${ingress.name}`,
      deadline: 3 * reloadDeadline,
      shape: {
        ...shape,
        ...("entrypoints" in run ? { entrypoints: run.entrypoints } : {}),
        networkMode: interpolate`container:${container.id}`,
        ...(args.signals ? { pidMode: interpolate`container:${container.id}` } : {}),
        uploads: uploadsOf(configuration),
      },
    },
    {
      parent,
      dependsOn: [...certificates.brought.dependsOn, ...issuer.dependsOn, ...(args.after ?? [])],
    },
  );
}

/** Whoever answers requests behind the ingress, and at which port. */
interface Behind {
  readonly service: { readonly instances: Output<string[]> };
  readonly port: number;
}

/** The servers behind each upstream, by its name, once the names of their instances are known. */
export function upstreamServers(
  services: Readonly<Record<string, Behind>>,
): Output<Record<string, { servers: readonly string[]; port: number }>> {
  const names = Object.keys(services).sort();
  return all(names.map((name) => services[name]?.service.instances ?? [])).apply((servers) =>
    Object.fromEntries(
      names.map((name, index) => [name, { servers: servers[index] ?? [], port: services[name]?.port ?? 0 }]),
    ),
  );
}
