import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { ingressImage, toolsImage } from "../../model";
import { renderConsumers, renderKong } from "../../render/kong";
import { kongEnvironment, kongFolder, renderKongReload, renderKongServe } from "../../render/kong/serve";
import { gatewayFolder, metricsFolder } from "../../render/proxy/reload";
import { nodesOf, type Nodes } from "../../shared/children";
import { healthy } from "../awaited";
import { children } from "../children";
import { labels, type DockerContext } from "../context";
import { ownedVolume, type OwnedVolume } from "../stores/volume";
import { containerArgs } from "../workload/container.args";
import { Certificates } from "./certificates";
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
import { behindEngine, type BehindEngine } from "./site-server";

/** Kong in front, without a database and without its Admin API: a release brings its configuration as a file, and reloads it. */
export class Kong extends ComponentResource {
  readonly container: docker.Container;
  /** Brings each new configuration into the running proxy. */
  readonly reload: docker.Container;
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;
  private readonly image: Input<string>;
  private readonly behind: BehindEngine;
  /** What changes files and signals Kong: Kong's own image has no client for HTTP. */
  private readonly tools: Input<string>;

  constructor(
    private readonly context: DockerContext,
    args: ProxyArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress, protect } = args;
    const name = `${context.prefix}-${ingress.name}`;
    super("trireme:docker:Kong", name, {}, opts);
    this.image = context.engineImage(ingressImage(ingress)).reference;
    this.tools = context.engineImage(toolsImage).reference;
    const volume = ownedVolume(
      context,
      `${name}-configuration`,
      { component: ingress.name, owner: user, image: this.tools, protect: false },
      { parent: this },
    );
    const certificates = new Certificates(
      context,
      { ingress, image: this.tools, retain: protect },
      { parent: this },
    );
    this.container = this.createContainer(name, args, volume);
    this.behind = behindEngine(context, args, { parent: this });
    const { container, succeeded } = this.createReload(name, args, volume, certificates);
    this.reload = container;
    const answering = succeeded.apply(() =>
      healthy(context, this.container, `the ingress "${ingress.name}"`, { deadline: reloadDeadline }),
    );
    this.url = certificates.certified(answering).apply(() => urlOf(ingress));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.kong> {
    return nodesOf(this, children.kong);
  }

  private createContainer(
    name: string,
    { ingress, measured = false }: ProxyArgs,
    volume: OwnedVolume,
  ): docker.Container {
    const { context } = this;
    const metrics = ingress.tls === undefined ? undefined : context.metrics;
    const prober = context.prober();
    const shape = containerArgs({
      image: this.image,
      env: kongEnvironment(ingress, { listen, measured }),
      user,
      volumes: [
        { volumeName: volume.ready, containerPath: kongFolder },
        ...prober.volumes,
        ...(metrics === undefined ? [] : [{ volumeName: metrics.volume, containerPath: metricsFolder }]),
      ],
      networks: context.networks(ingress.name, true),
      ports: publishedPorts(ingress),
      health: {
        probe: { http: "/status/ready" },
        ...asked,
      },
      containerPorts: { main: listen.internal },
      resources: ingress.resources,
      labels: labels(context, ingress.name, "proxy"),
      stop: { signal: "SIGQUIT", grace: 30 },
    });
    return new docker.Container(
      name,
      { ...shape, entrypoints: ["sh", "-c", renderKongServe({ metrics: metrics !== undefined })] },
      { parent: this, deleteBeforeReplace: true, dependsOn: [...prober.dependsOn] },
    );
  }

  private createReload(
    name: string,
    args: ProxyArgs,
    volume: OwnedVolume,
    certificates: Certificates,
  ): ReturnType<typeof createReload> {
    const { ingress } = args;
    const { context } = this;
    const configuration = this.configuration(args);
    const issuer = issuerFiles(context, ingress, {
      image: this.tools,
      parent: this,
      file: `${gatewayFolder}/consumers.yml`,
      render: renderConsumers,
    });
    const script = renderKongReload({
      ...{ incoming, listen: listen.http, deadline: reloadDeadline },
      tls: ingress.tls !== undefined,
      tokens: issuer.holder !== undefined,
    });
    return createReload(
      context,
      name,
      {
        ...{ ingress, image: this.tools, certificates, issuer, configuration, container: this.container },
        run: { command: ["sh", "-c", script] },
        live: { volumeName: volume.ready, containerPath: kongFolder },
        known: "kong.yml",
        after: this.behind.after,
        signals: true,
      },
      this,
    );
  }

  private configuration({ ingress, unknownHosts, measured = false }: ProxyArgs): Output<Files> {
    return upstreamServers(this.behind.services).apply((upstreams): Files =>
      renderKong(ingress, { upstreams, unknownHosts, measured }),
    );
  }
}
