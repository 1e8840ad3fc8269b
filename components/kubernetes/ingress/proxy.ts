import { createHash } from "node:crypto";
import { Deployment, type DeploymentArgs } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { command, seconds, type Duration, type Ingress, type Site } from "../../model";
import { configurationFolder as folder, renderNginx, sitesFolder } from "../../render/nginx";
import { givenFolder, renderProxyPod, renderProxyStop, tlsFolder } from "../../render/proxy/proxy-pod";
import { serveProbe } from "../../render/proxy/serve";
import { siteRelease } from "../../render/proxy/sites";
import { account } from "../workload/account";
import { awaited } from "../awaited";
import { Certificates } from "./certificates";
import { unawaited, type KubernetesContext } from "../context";
import { fileKey } from "../workload/files.args";
import { labels, selector } from "../labels";
import { tokenIssuer } from "./issuer";
import { endpointSpread, podSpec, spreading, type ContainerSpec } from "../workload/pod.args";
import { listen, proxyUser, servicePorts, urlOf } from "./proxy.args";
import { releaseDeadline } from "../workload/service.args";
import { siteSpec } from "./sites.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ProxyArgs {
  readonly ingress: Ingress;
  /** The services that routes lead to by the name of their upstream, with the port of each. */
  readonly services: Readonly<Record<string, { readonly service: string; readonly port: number }>>;
  /** The static sites that routes lead to. */
  readonly sites: readonly Site[];
  readonly logs: "json" | "console";
  /** What becomes of requests for names that are not the ingress's. */
  readonly unknownHosts: "refused" | "served";
  /** Longest time that a service lets its open responses live when it stops. */
  readonly drain: Duration;
  /** How the Service is reached from outside. */
  readonly kind: "LoadBalancer" | "NodePort";
  /** Instances. */
  readonly replicas: number;
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** Seconds for what is in flight when nginx leaves, where no service asks for more. */
const shortestGrace = 30;

/** The nginx in front: a new configuration is a new release of it, and the old one finishes what it holds. */
export class Proxy extends ComponentResource {
  readonly deployment: Deployment;
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;

  constructor(
    private readonly context: KubernetesContext,
    args: ProxyArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress } = args;
    const name = `${context.prefix}-${ingress.name}`;
    super("trireme:kubernetes:Proxy", name, {}, opts);
    const certificates = new Certificates(context, { ingress }, { parent: this });
    this.deployment = this.createDeployment(name, args, certificates);
    const address = this.createAddress(name, args);
    this.createBudget(name, args);
    const ready = awaited(context, this.deployment, `the ingress "${ingress.name}"`, (cluster, object) =>
      cluster.rolledOut("Deployment", object, { deadline: releaseDeadline({ health: this.health() }) }),
    );
    this.url = ready.apply(() => address.id).apply(() => urlOf(ingress));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.proxy> {
    return nodesOf(this, children.proxy);
  }

  private health() {
    const probe = serveProbe({ folder, internal: listen.internal, renewed: false });
    return command(["sh", "-c", probe], { interval: "5s", timeout: "5s", retries: 3, startPeriod: "60s" });
  }

  private files({
    ingress,
    services,
    sites,
    logs,
    unknownHosts,
    drain,
  }: ProxyArgs): Readonly<Record<string, string>> {
    return renderNginx(ingress, {
      upstreams: Object.fromEntries(
        Object.entries(services).map(([name, { service, port }]) => [name, { servers: [service], port }]),
      ),
      sites: Object.fromEntries(
        sites.map((site) => [
          site.name,
          { site, release: siteRelease(site, this.context.image(site.image)) },
        ]),
      ),
      folder,
      listen: listen.http,
      tls: { listen: listen.https },
      internal: listen.internal,
      logs,
      unknownHosts,
      drain,
      names: "balancer",
    });
  }

  private createConfiguration(name: string, { ingress }: ProxyArgs, files: Readonly<Record<string, string>>) {
    const { context } = this;
    return new ConfigMap(
      `${name}-configuration`,
      {
        metadata: { namespace: context.namespace, labels: labels(context, ingress.name, "proxy") },
        immutable: true,
        data: Object.fromEntries(Object.entries(files).map(([path, text]) => [fileKey(path), text])),
      },
      { parent: this },
    );
  }

  private createDeployment(name: string, args: ProxyArgs, certificates: Certificates): Deployment {
    const { context } = this;
    const { ingress, sites } = args;
    const files = this.files(args);
    const configuration = this.createConfiguration(name, args, files);
    const own = selector(context, ingress.name, "proxy");
    const { secret } = certificates;
    const issuer = tokenIssuer(context, ingress, this);
    const generation = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
    const nginx: ContainerSpec = {
      name: "nginx",
      image: context.engineImage(`nginx:${ingress.version}-alpine`),
      entrypoint: [
        ...["sh", "-c"],
        renderProxyPod({ folder, tls: secret !== undefined, tokens: issuer.names.length > 0, generation }),
      ],
      user: proxyUser,
      scratch: [folder],
      mounts: [
        { name: "configuration", mountPath: givenFolder, readOnly: true },
        ...(secret === undefined ? [] : [{ name: "certificate", mountPath: tlsFolder, readOnly: true }]),
        ...(sites.length === 0 ? [] : [{ name: "sites", mountPath: sitesFolder, readOnly: true }]),
        ...issuer.mounts,
      ],
      ports: { http: listen.http, ...(ingress.tls === undefined ? {} : { https: listen.https }) },
      health: this.health(),
      resources: ingress.resources,
      lifecycle: { preStop: { exec: { command: ["sh", "-c", renderProxyStop(endpointSpread)] } } },
    };
    const shape: DeploymentArgs = {
      metadata: {
        name: ingress.name,
        namespace: context.namespace,
        labels: labels(context, ingress.name, "proxy"),
        annotations: { ...unawaited },
      },
      spec: {
        replicas: args.replicas,
        selector: { matchLabels: { ...own } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: releaseDeadline({ health: this.health() }),
        template: {
          metadata: { labels: labels(context, ingress.name, "proxy") },
          spec: podSpec({
            containers: [nginx],
            initContainers: sites.map((site) =>
              siteSpec(site, context.image(site.image), {
                mount: "sites",
                folder: sitesFolder,
                user: proxyUser,
              }),
            ),
            volumes: [
              {
                name: "configuration",
                configMap: {
                  name: configuration.metadata.name,
                  items: Object.keys(files)
                    .sort()
                    .map((path) => ({ key: fileKey(path), path })),
                },
              },
              ...(secret === undefined ? [] : [{ name: "certificate", secret: { secretName: secret } }]),
              ...(sites.length === 0 ? [] : [{ name: "sites", emptyDir: {} }]),
              ...issuer.volumes,
            ],
            grace: endpointSpread + Math.max(shortestGrace, Math.ceil(seconds(args.drain))),
            serviceAccount: account(context, ingress.name, "proxy", this),
            // A node without an instance refuses what its balancer still sends it.
            ...spreading(own, undefined, true),
          }),
        },
      },
    };
    return new Deployment(name, shape, {
      parent: this,
      dependsOn: [...args.after],
    });
  }

  private createAddress(name: string, { ingress, kind }: ProxyArgs): ClusterService {
    const { context } = this;
    return new ClusterService(
      name,
      {
        metadata: {
          name: ingress.name,
          namespace: context.namespace,
          labels: labels(context, ingress.name, "proxy"),
          annotations: { ...unawaited },
        },
        spec: {
          type: kind,
          // Rate limits and logs are by the client's address, which another hop would hide.
          externalTrafficPolicy: "Local",
          selector: { ...selector(context, ingress.name, "proxy") },
          ports: servicePorts(ingress, kind),
        },
      },
      { parent: this },
    );
  }

  private createBudget(name: string, { ingress, replicas }: ProxyArgs): void {
    if (replicas < 2) return;
    const { context } = this;
    new PodDisruptionBudget(
      name,
      {
        metadata: {
          name: ingress.name,
          namespace: context.namespace,
          labels: labels(context, ingress.name, "proxy"),
        },
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels: { ...selector(context, ingress.name, "proxy") } },
        },
      },
      { parent: this },
    );
  }
}
