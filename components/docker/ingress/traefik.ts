import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { ingressImage, type Health } from "../../model";
import { acmeFolder } from "../../render/acme/acme";
import { gatewayFolder, metricsFolder } from "../../render/proxy/reload";
import { pluginFiles, renderTokens, renderTraefik } from "../../render/traefik";
import {
  renderTraefikReload,
  renderTraefikServe,
  renderTraefikTls,
  traefikArguments,
  traefikFolder,
  traefikProbe,
} from "../../render/traefik/serve";
import { nodesOf, type Nodes } from "../../shared/children";
import { healthy } from "../awaited";
import { children } from "../children";
import { labels, type DockerContext } from "../context";
import { ownedVolume, type OwnedVolume } from "../stores/volume";
import { containerArgs } from "../workload/container.args";
import { containerFiles } from "../workload/files";
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

/** Traefik in front: it watches its routes, which each release brings without dropping a connection. */
export class Traefik extends ComponentResource {
  readonly container: docker.Container;
  /** Brings each new configuration into the running proxy. */
  readonly reload: docker.Container;
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;
  private readonly image: Input<string>;
  private readonly behind: BehindEngine;

  constructor(
    private readonly context: DockerContext,
    args: ProxyArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress, protect } = args;
    const name = `${context.prefix}-${ingress.name}`;
    super("trireme:docker:Traefik", name, {}, opts);
    this.image = context.engineImage(ingressImage(ingress)).reference;
    const volume = ownedVolume(
      context,
      `${name}-configuration`,
      { component: ingress.name, owner: user, image: this.image, protect: false },
      { parent: this },
    );
    const certificates = new Certificates(
      context,
      { ingress, image: this.image, retain: protect },
      { parent: this },
    );
    this.container = this.createContainer(name, args, volume, certificates);
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
  get nodes(): Nodes<typeof children.traefik> {
    return nodesOf(this, children.traefik);
  }

  private createContainer(
    name: string,
    { ingress, logs, drain, measured = false }: ProxyArgs,
    volume: OwnedVolume,
    certificates: Certificates,
  ): docker.Container {
    const renewed = ingress.tls?.mode === "lets-encrypt";
    const metrics = ingress.tls === undefined ? undefined : this.context.metrics;
    const plugin = containerFiles(
      this.context,
      `${ingress.name}-plugin`,
      Object.fromEntries(Object.entries(pluginFiles).map(([path, content]) => [path, { content }])),
      { image: this.image, owner: user, parent: this },
    );
    const health: Health = {
      probe: { command: ["sh", "-c", traefikProbe(listen.internal, renewed)] },
      ...asked,
    };
    const shape = containerArgs({
      image: this.image,
      command: traefikArguments(ingress, { listen, logs, drain, measured }),
      user,
      volumes: [
        { volumeName: volume.ready, containerPath: traefikFolder },
        ...plugin.volumes,
        ...certificates.mounts,
        ...(metrics === undefined ? [] : [{ volumeName: metrics.volume, containerPath: metricsFolder }]),
      ],
      networks: this.context.networks(ingress.name, true),
      ports: publishedPorts(ingress),
      health,
      resources: ingress.resources,
      labels: { ...labels(this.context, ingress.name, "proxy"), ...plugin.labels },
      stop: { signal: "SIGTERM", grace: 30 },
    });
    const script = renderTraefikServe({ renewed, metrics: metrics !== undefined });
    return new docker.Container(
      name,
      { ...shape, workingDir: "/", entrypoints: ["sh", "-c", script, "sh"] },
      { parent: this, deleteBeforeReplace: true, dependsOn: [...plugin.dependsOn] },
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
      image: this.image,
      parent: this,
      file: `${gatewayFolder}/tokens.yml`,
      render: renderTokens,
    });
    const script = renderTraefikReload({
      ...{ incoming, internal: listen.internal, deadline: reloadDeadline },
      tls: ingress.tls !== undefined,
      tokens: issuer.holder !== undefined,
    });
    return createReload(
      context,
      name,
      {
        ...{ ingress, image: this.image, certificates, issuer, configuration, container: this.container },
        run: { entrypoints: ["sh", "-c", script] },
        live: { volumeName: volume.ready, containerPath: traefikFolder },
        known: "routes.yml",
        after: this.behind.after,
        signals: false,
      },
      this,
    );
  }

  private configuration({ ingress, unknownHosts }: ProxyArgs): Output<Files> {
    return upstreamServers(this.behind.services).apply((upstreams): Files => ({
      ...renderTraefik(ingress, {
        upstreams,
        unknownHosts,
        ...(ingress.tls?.mode === "lets-encrypt" ? { challenges: `${acmeFolder}/challenges` } : {}),
      }),
      ...(ingress.tls === undefined ? {} : { "tls.yml": renderTraefikTls(unknownHosts) }),
    }));
  }
}
