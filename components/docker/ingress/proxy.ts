import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { ingressImage, type Health } from "../../model";
import { acmeFolder } from "../../render/acme/acme";
import {
  configurationFolder as folder,
  renderNginx,
  sitesFolder,
  type PublishedSite,
} from "../../render/nginx";
import { metricsFolder, renderReload } from "../../render/proxy/reload";
import { renderServe, serveProbe } from "../../render/proxy/serve";
import { healthy } from "../awaited";
import { Certificates } from "./certificates";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { proxyUser as user } from "./proxy.args";
import {
  asked,
  incoming,
  issuerFiles,
  listen,
  publishedPorts,
  reloadDeadline,
  urlOf,
  type Files,
  type ProxyArgs,
} from "./shared";
import { createReload, upstreamServers } from "./reload";
import { Sites } from "./sites";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/** The nginx in front: the only component with public host ports, reloaded without dropping a connection. */
export class Proxy extends ComponentResource {
  readonly container: docker.Container;
  /** Brings each new configuration into the running proxy. */
  readonly reload: docker.Container;
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;
  private readonly image: Input<string>;
  private readonly sites: Sites | undefined;

  constructor(
    private readonly context: DockerContext,
    args: ProxyArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress } = args;
    const name = `${context.prefix}-${ingress.name}`;
    super("trireme:docker:Proxy", name, {}, opts);
    this.image = context.engineImage(ingressImage(ingress)).reference;
    const volume = new docker.Volume(`${name}-configuration`, {}, { parent: this });
    const certificates = new Certificates(
      context,
      { ingress, image: this.image, retain: args.protect },
      { parent: this },
    );
    this.sites = this.createSites(args);
    this.container = this.createContainer(name, args, volume, certificates);
    const { container, succeeded } = this.createReload(name, args, volume, certificates);
    this.reload = container;
    const url = urlOf(ingress);
    const answering = succeeded.apply(() =>
      healthy(context, this.container, `the ingress "${ingress.name}"`, { deadline: reloadDeadline }),
    );
    this.url = certificates.certified(answering).apply(() => url);
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.proxy> {
    return nodesOf(this, children.proxy);
  }

  private createSites({ ingress, sites }: ProxyArgs): Sites | undefined {
    if (sites.length === 0) return undefined;
    return new Sites(
      this.context,
      { component: ingress.name, sites, image: this.image, user },
      { parent: this },
    );
  }

  private createContainer(
    name: string,
    { ingress }: ProxyArgs,
    volume: docker.Volume,
    certificates: Certificates,
  ): docker.Container {
    const renewed = ingress.tls?.mode === "lets-encrypt";
    const metrics = ingress.tls === undefined ? undefined : this.context.metrics;
    const serving = {
      folder,
      internal: listen.internal,
      renewed,
      ...(metrics === undefined ? {} : { metrics: metricsFolder }),
    };
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
        ...certificates.mounts,
        ...(this.sites === undefined
          ? []
          : [{ volumeName: this.sites.volume, containerPath: sitesFolder, readOnly: true }]),
        ...(metrics === undefined ? [] : [{ volumeName: metrics.volume, containerPath: metricsFolder }]),
      ],
      networks: this.context.networks(ingress.name, true),
      ports: publishedPorts(ingress),
      health,
      resources: ingress.resources,
      labels: labels(this.context, ingress.name, "proxy"),
      stop: { signal: "SIGQUIT", grace: 30 },
    });
    return new docker.Container(name, shape, {
      parent: this,
      deleteBeforeReplace: true,
    });
  }

  private createReload(
    name: string,
    args: ProxyArgs,
    volume: docker.Volume,
    certificates: Certificates,
  ): ReturnType<typeof createReload> {
    const { ingress } = args;
    const { context } = this;
    const configuration = this.configuration(args);
    const issuer = issuerFiles(context, ingress, { image: this.image, parent: this });
    const tokens = ingress.gateway?.jwt !== undefined;
    const { measured = false } = args;
    const settings = {
      ...{ folder, incoming, internal: listen.internal, deadline: reloadDeadline },
      ...{ tokens, measured },
    };
    return createReload(
      context,
      name,
      {
        ...{ ingress, image: this.image, certificates, issuer, configuration, container: this.container },
        run: { command: ["sh", "-c", renderReload(settings)] },
        live: { volumeName: volume.name, containerPath: folder },
        further:
          this.sites === undefined ? [] : [{ volumeName: this.sites.volume, containerPath: sitesFolder }],
        known: "nginx.conf",
        signals: true,
      },
      this,
    );
  }

  private configuration({
    ingress,
    services,
    logs,
    unknownHosts,
    drain,
    measured = false,
  }: ProxyArgs): Output<Files> {
    const sites = this.sites === undefined ? output<PublishedSite[]>([]) : this.sites.published;
    return all([upstreamServers(services), sites]).apply(([upstreams, published]) =>
      renderNginx(ingress, {
        upstreams,
        sites: Object.fromEntries(published.map((one) => [one.site.name, one])),
        folder,
        listen: listen.http,
        tls: {
          listen: listen.https,
          ...(ingress.tls?.mode === "lets-encrypt" ? { challenges: `${acmeFolder}/challenges` } : {}),
        },
        internal: listen.internal,
        logs,
        unknownHosts,
        drain,
        measured,
      }),
    );
  }
}
