import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { siteServerImage, siteServerOf, type Health, type SiteServer as SiteServerModel } from "../../model";
import { configurationFolder as folder, sitesFolder } from "../../render/nginx";
import { renderReload } from "../../render/proxy/reload";
import { renderServe, serveProbe } from "../../render/proxy/serve";
import { renderSiteServer, siteIngress } from "../../render/proxy/site-server";
import { nodesOf, type Nodes } from "../../shared/children";
import { healthy } from "../awaited";
import { children } from "../children";
import { labels, type DockerContext } from "../context";
import { containerArgs } from "../workload/container.args";
import { proxyUser as user } from "./proxy.args";
import { createReload } from "./reload";
import { asked, incoming, listen, reloadDeadline, type Files, type ProxyArgs } from "./shared";
import { Sites } from "./sites";

type SiteServerArgs = Pick<ProxyArgs, "ingress" | "sites" | "unknownHosts"> & {
  readonly server: SiteServerModel;
};

const none = { volumes: [], labels: {}, dependsOn: [] } as const;

/**
 * An nginx that serves the sites of an ingress whose engine serves no files: without a port of the host, on a network with the engine
 * alone. A release of a site reloads it, and the engine in front does not notice; another image starts beside the one before it.
 */
export class SiteServer extends ComponentResource {
  readonly container: docker.Container;
  /** Brings each new configuration into it. */
  readonly reload: docker.Container;
  /** The container once it serves this release. */
  readonly serving: Output<docker.Container>;
  /** By which the engine finds it. */
  readonly instances: Output<string[]>;
  private readonly image: Input<string>;
  private readonly sites: Sites;

  constructor(
    private readonly context: DockerContext,
    args: SiteServerArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { server } = args;
    const name = `${context.prefix}-${server.name}`;
    super("trireme:docker:SiteServer", name, {}, opts);
    this.image = context.engineImage(siteServerImage).reference;
    const volume = new docker.Volume(`${name}-configuration`, {}, { parent: this });
    this.sites = new Sites(
      context,
      { component: server.name, sites: args.sites, image: this.image, user },
      { parent: this },
    );
    this.container = this.createContainer(name, args, volume);
    const { container, succeeded } = this.createReload(name, args, volume);
    this.reload = container;
    this.serving = succeeded.apply(() =>
      healthy(context, this.container, `what serves the sites, "${server.name}",`, {
        deadline: reloadDeadline,
      }),
    );
    this.instances = this.container.name.apply((one) => [one]);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.siteServer> {
    return nodesOf(this, children.siteServer);
  }

  private createContainer(name: string, { server }: SiteServerArgs, volume: docker.Volume): docker.Container {
    const serving = { folder, internal: listen.internal, renewed: false };
    const health: Health = {
      probe: { command: ["sh", "-c", serveProbe(serving)] },
      ...asked,
    };
    const shape = containerArgs({
      image: this.image,
      command: ["sh", "-c", renderServe(serving)],
      user,
      volumes: [
        { volumeName: volume.name, containerPath: folder },
        { volumeName: this.sites.volume, containerPath: sitesFolder, readOnly: true },
      ],
      networks: this.context.networks(server.name),
      health,
      resources: server.resources,
      labels: labels(this.context, server.name, "site-server"),
      stop: { signal: "SIGQUIT", grace: 30 },
    });
    // No port of the host is in the way: the new one serves before the old one goes, as with a service.
    return new docker.Container(name, shape, { parent: this, deleteBeforeReplace: false });
  }

  private createReload(
    name: string,
    { ingress, server, unknownHosts }: SiteServerArgs,
    volume: docker.Volume,
  ): ReturnType<typeof createReload> {
    const { context } = this;
    const configuration = this.sites.published.apply((published): Files =>
      renderSiteServer(ingress, server, {
        ...{ folder, listen: listen.http, internal: listen.internal, unknownHosts },
        sites: Object.fromEntries(published.map((one) => [one.site.name, one])),
      }),
    );
    const script = renderReload({ folder, incoming, internal: listen.internal, deadline: reloadDeadline });
    return createReload(
      context,
      name,
      {
        ...{ ingress: siteIngress(ingress, server), image: this.image, configuration },
        ...{ certificates: { brought: none }, issuer: none, container: this.container },
        run: { command: ["sh", "-c", script] },
        live: { volumeName: volume.name, containerPath: folder },
        further: [{ volumeName: this.sites.volume, containerPath: sitesFolder }],
        known: "nginx.conf",
        signals: true,
      },
      this,
    );
  }
}

/** Whoever answers behind an engine that serves no files. */
export interface BehindEngine {
  readonly services: Readonly<
    Record<string, { readonly service: { readonly instances: Output<string[]> }; readonly port: number }>
  >;
  /** What has to be in force before the engine's own routes are. */
  readonly after: readonly Output<docker.Container>[];
}

/** The services of an ingress and, where it has sites, what serves them. */
export function behindEngine(
  context: DockerContext,
  args: ProxyArgs,
  opts: ComponentResourceOptions,
): BehindEngine {
  const server = siteServerOf(args);
  if (server === undefined) return { services: args.services, after: [] };
  const { ingress, sites, unknownHosts } = args;
  const service = new SiteServer(context, { ingress, sites, unknownHosts, server }, opts);
  return {
    services: { ...args.services, [server.name]: { service, port: listen.http } },
    after: [service.serving],
  };
}
