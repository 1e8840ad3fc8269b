import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  interpolate,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { ingressImage, labelNames, type Health } from "../../model";
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
import { oneShot } from "../workload/one-shot";
import { proxyUser as user } from "./proxy.args";
import {
  digest,
  incoming,
  issuerFiles,
  listen,
  publishedPorts,
  reloadDeadline,
  uploadsOf,
  urlOf,
  type Files,
  type ProxyArgs,
} from "./shared";
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
      interval: "5s",
      timeout: "5s",
      retries: 3,
      startPeriod: "10m",
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
  ): ReturnType<typeof oneShot> {
    const { ingress } = args;
    const { context } = this;
    const configuration = this.configuration(args);
    const issuer = issuerFiles(context, ingress, { image: this.image, parent: this });
    const tokens = ingress.gateway?.jwt !== undefined;
    const settings = { folder, incoming, internal: listen.internal, deadline: reloadDeadline, tokens };
    const shape = containerArgs({
      image: this.image,
      command: ["sh", "-c", renderReload(settings)],
      user,
      // The engine takes no uploads into a read-only root.
      readOnlyRoot: false,
      volumes: [
        { volumeName: volume.name, containerPath: folder },
        ...certificates.brought.volumes,
        ...issuer.volumes,
        ...(this.sites === undefined ? [] : [{ volumeName: this.sites.volume, containerPath: sitesFolder }]),
        ...(context.metrics === undefined
          ? []
          : [{ volumeName: context.metrics.volume, containerPath: metricsFolder }]),
      ],
      labels: {
        ...labels(context, ingress.name, "reload"),
        ...certificates.brought.labels,
        ...(issuer.holder === undefined ? {} : { "dev.trireme.gateway": issuer.holder }),
        [labelNames.configuration]: digest(configuration, "nginx.conf"),
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
          networkMode: interpolate`container:${this.container.id}`,
          pidMode: interpolate`container:${this.container.id}`,
          uploads: uploadsOf(configuration),
        },
      },
      { parent: this, dependsOn: [...certificates.brought.dependsOn, ...issuer.dependsOn] },
    );
  }

  private configuration({ ingress, services, logs, unknownHosts, drain }: ProxyArgs): Output<Files> {
    const names = Object.keys(services).sort();
    const instances = names.map((name) => services[name]?.service.instances ?? []);
    const sites = this.sites === undefined ? output<PublishedSite[]>([]) : this.sites.published;
    return all([all(instances), sites]).apply(([servers, published]) =>
      renderNginx(ingress, {
        upstreams: Object.fromEntries(
          names.map((name, index) => [
            name,
            { servers: servers[index] ?? [], port: services[name]?.port ?? 0 },
          ]),
        ),
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
      }),
    );
  }
}
