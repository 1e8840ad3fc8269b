import type { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  ingressImage,
  proxyMetricsPort,
  siteServerOf,
  type Duration,
  type Ingress,
  type Site,
} from "../../model";
import { siteRelease } from "../../render/proxy/sites";
import { nodesOf, type Nodes } from "../../shared/children";
import { awaited } from "../awaited";
import { children } from "../children";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { instancesAddress } from "../observability/metrics";
import { proxyAnnotations } from "../observability/metrics.args";
import { isOperated } from "../observability/operated";
import { Certificates } from "./certificates";
import { engineOf } from "./engines";
import { frontBudget, frontDeadline, frontDeployment, graceOf, type FrontArgs } from "./front";
import { tokenIssuer } from "./issuer";
import { listen, servicePorts, urlOf } from "./proxy.args";
import { SiteServer } from "./site-server";

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
  /** Whether Prometheus asks it for its requests. @default false */
  readonly measured?: boolean;
  /** How the Service is reached from outside. */
  readonly kind: "LoadBalancer" | "NodePort";
  /** Instances. */
  readonly replicas: number;
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** Who answers where the engine serves no files: a further service, which has to be ready before the engine is. */
type Behind = Pick<ProxyArgs, "services" | "sites" | "after">;

/** The proxy in front: a new configuration is a new release of it, and the old one finishes what it holds. */
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
    const front = this.front({ ...args, ...this.behind(args) }, certificates);
    this.deployment = frontDeployment(context, name, front, this);
    const address = this.createAddress(name, args);
    frontBudget(context, name, front, this);
    if (context.scraped)
      instancesAddress(
        context,
        { component: ingress.name, role: "proxy", ports: { metrics: proxyMetricsPort } },
        this,
      );
    const ready = awaited(context, this.deployment, `the ingress "${ingress.name}"`, (cluster, object) =>
      cluster.rolledOut("Deployment", object, { deadline: frontDeadline(front.pod) }),
    );
    this.url = ready.apply(() => address.id).apply(() => urlOf(ingress));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.proxy> {
    return nodesOf(this, children.proxy);
  }

  private behind(args: ProxyArgs): Behind {
    const server = siteServerOf(args);
    if (server === undefined) return args;
    const made = new SiteServer(this.context, { ...args, server }, { parent: this });
    return {
      services: { ...args.services, [server.name]: { service: server.name, port: listen.http } },
      sites: [],
      after: [...args.after, made.ready],
    };
  }

  private front(args: ProxyArgs, { secret }: Certificates): FrontArgs {
    const { context } = this;
    const { ingress, sites, measured = false } = args;
    const issuer = tokenIssuer(context, ingress, this);
    const grace = graceOf(args.drain);
    const published = sites.map(
      (site) => [site.name, { site, release: siteRelease(site, context.image(site.image)) }] as const,
    );
    const pod = engineOf(ingress.engine).pod({
      ...{ ...args, measured, grace, tokens: issuer.names.length > 0 },
      sites: Object.fromEntries(published),
    });
    return {
      ...{ component: ingress.name, role: "proxy", container: ingress.engine ?? "nginx" },
      image: context.engineImage(ingressImage(ingress)),
      ...{ pod, sites, secret, issuer, grace, tls: ingress.tls !== undefined },
      ...{ resources: ingress.resources, replicas: args.replicas, after: args.after },
      // A node without an instance refuses what its balancer still sends it.
      everyNode: true,
      ...(measured ? { annotations: proxyAnnotations(context.settings) } : {}),
      ...(measured && isOperated(context.settings) ? { metrics: proxyMetricsPort } : {}),
    };
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
}
