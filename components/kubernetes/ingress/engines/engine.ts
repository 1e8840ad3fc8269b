import type { Duration, Ingress } from "../../../model";
import type { PublishedSite } from "../../../render/nginx";
import type { ContainerSpec } from "../../workload/pod.args";

/** What a pod of an engine of the ingress is rendered from. */
export interface PodArgs {
  readonly ingress: Ingress;
  /** The services that routes lead to by the name of their upstream, with the port of each. */
  readonly services: Readonly<Record<string, { readonly service: string; readonly port: number }>>;
  /** The static sites that it serves itself. */
  readonly sites: Readonly<Record<string, PublishedSite>>;
  readonly logs: "json" | "console" | "none";
  readonly unknownHosts: "refused" | "served";
  readonly drain: Duration;
  /** Whether Prometheus asks it for its requests. */
  readonly measured: boolean;
  /** Whether tokens are checked, by a file that is mounted apart. */
  readonly tokens: boolean;
  /** Seconds that it may finish what it holds, once it is told to stop. */
  readonly grace: number;
}

/** What runs in a pod, but for what is mounted for every engine: configuration, certificate, sites and the issuer of tokens. */
export interface EnginePod {
  /** Its configuration: a change is another pod. */
  readonly files: Readonly<Record<string, string>>;
  readonly container: Required<Pick<ContainerSpec, "entrypoint" | "scratch" | "health" | "lifecycle">> &
    Pick<ContainerSpec, "command" | "env" | "ports">;
}

/** An engine of the ingress in a pod. */
export interface Engine {
  /** The file by which it checks tokens, by what it is made of: the issuer and his key as `renderJwtFile` renders them. */
  readonly tokens: { readonly path: string; readonly render: (issuer: string) => string };
  pod(args: PodArgs): EnginePod;
}
