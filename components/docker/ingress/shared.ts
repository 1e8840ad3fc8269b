import { createHash } from "node:crypto";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Duration, Ingress, Site } from "../../model";
import { jwtFile, renderJwtFile } from "../../render/nginx";
import { gatewayFolder } from "../../render/proxy/reload";
import type { DockerContext } from "../context";
import { containerFiles, type ContainerFiles } from "../workload/files";
import type { Service } from "../workload/service";
import { proxyUser } from "./proxy.args";

/** What an engine of the ingress is made of. */
export interface ProxyArgs {
  readonly ingress: Ingress;
  /** The services that routes lead to by the name of their upstream, with the port of each. */
  readonly services: Readonly<Record<string, { readonly service: Service; readonly port: number }>>;
  /** The static sites that routes lead to. */
  readonly sites: readonly Site[];
  readonly logs: "json" | "console";
  /** What becomes of requests for names that are not the ingress's. */
  readonly unknownHosts: "refused" | "served";
  /** Longest time that a service lets its open responses live when it stops. */
  readonly drain: Duration;
  /** Whether Prometheus asks it for its requests. @default false */
  readonly measured?: boolean;
  /** Whether what cannot be made again outlives its resource. */
  readonly protect: boolean;
}

/** How often and how patiently an engine of the ingress is asked for its health: before its first configuration it has none. */
export const asked = {
  interval: "5s",
  timeout: "5s",
  retries: 3,
  startPeriod: "10m",
} as const;

/** Files of a configuration by their paths. */
export type Files = Readonly<Record<string, string>>;

/** Where the reload finds the new configuration. */
export const incoming = "/run/new";
/** Unprivileged ports inside the container; the host's are mapped to the first two. */
export const listen = { http: 8080, internal: 8081, https: 8443 } as const;
/** Seconds to wait for the engine, and for each service. */
export const reloadDeadline = 30;

/** Where people open the system: over HTTPS where it speaks TLS, without a port where it is the usual one. */
export function urlOf({ hosts, http, https, tls }: Ingress): string {
  const host = hosts[0] ?? "localhost";
  if (tls !== undefined && https !== undefined)
    return `https://${host}${https.port === 443 ? "" : `:${https.port}`}`;
  return `http://${host}:${http.port}`;
}

/** By which `verify` sees whether the configuration in force is the one that was rolled out. */
export function digest(files: Output<Files>, name: string): Output<string> {
  return files.apply((all) =>
    createHash("sha256")
      .update(all[name] ?? "")
      .digest("hex"),
  );
}

/** The ports of the host that an ingress takes. */
export function publishedPorts({ http, https, tls }: Ingress) {
  const all = [
    { internal: listen.http, host: http },
    ...(tls === undefined || https === undefined ? [] : [{ internal: listen.https, host: https }]),
  ];
  return all.map(({ internal, host: { port, address } }) => ({
    internal,
    host: { port, address: address ?? "0.0.0.0" },
  }));
}

/** The new configuration as uploads into the reload's container. */
export function uploadsOf(configuration: Output<Files>) {
  return configuration.apply((files) =>
    Object.entries(files).map(([path, content]) => ({
      file: `${incoming}/${path}`,
      content,
      permissions: "0444",
    })),
  );
}

/** Files by which an engine checks tokens, with the container that has them where there are some. */
export type IssuerFiles = ContainerFiles & { readonly holder?: Input<string> };

/**
 * Whose tokens are taken: apart from the configuration, because the key may be a secret of the operator's.
 *
 * @param render what the engine makes of the issuer and his key
 */
export function issuerFiles(
  context: DockerContext,
  { name, gateway }: Ingress,
  {
    image,
    parent,
    file = jwtFile.replace("gateway", gatewayFolder),
    render = (text) => text,
  }: {
    readonly image: Input<string>;
    readonly parent: Resource;
    readonly file?: string;
    readonly render?: (issuer: string) => string;
  },
): IssuerFiles {
  const { issuer, publicKey } = gateway?.jwt ?? {};
  const files =
    issuer === undefined || publicKey === undefined
      ? {}
      : {
          [file]: { content: context.resolve(publicKey).apply((key) => render(renderJwtFile(issuer, key))) },
        };
  const made = containerFiles(context, `${name}-gateway`, files, { image, owner: proxyUser, parent });
  const [holder] = Object.values(made.labels);
  return { ...made, ...(holder === undefined ? {} : { holder }) };
}
