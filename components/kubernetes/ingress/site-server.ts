import type { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { siteServerImage, type Ingress, type Site, type SiteServer as SiteServerModel } from "../../model";
import { siteIngress } from "../../render/proxy/site-server";
import { siteRelease } from "../../render/proxy/sites";
import { nodesOf, type Nodes } from "../../shared/children";
import { awaited } from "../awaited";
import { children } from "../children";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { engineOf } from "./engines";
import { frontBudget, frontDeadline, frontDeployment, graceOf, type FrontArgs } from "./front";
import { listen } from "./proxy.args";

export interface SiteServerArgs {
  readonly server: SiteServerModel;
  readonly ingress: Ingress;
  readonly sites: readonly Site[];
  /** What becomes of requests for names that are not the ingress's. */
  readonly unknownHosts: "refused" | "served";
  /** Instances. */
  readonly replicas: number;
}

/**
 * An nginx that serves the sites of an ingress whose engine serves no files, behind a Service that the engine alone reaches. A release of
 * a site is a release of it, and the engine in front stays.
 */
export class SiteServer extends ComponentResource {
  readonly deployment: Deployment;
  /** The instances, once all serve this release and are found under their name. */
  readonly ready: Output<Deployment>;

  constructor(
    private readonly context: KubernetesContext,
    args: SiteServerArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { server } = args;
    const name = `${context.prefix}-${server.name}`;
    super("trireme:kubernetes:SiteServer", name, {}, opts);
    const front = this.front(args);
    this.deployment = frontDeployment(context, name, front, this);
    const address = this.createAddress(name, server);
    frontBudget(context, name, front, this);
    const what = `what serves the sites, "${server.name}",`;
    const rolledOut = awaited(context, this.deployment, what, (cluster, object) =>
      cluster.rolledOut("Deployment", object, { deadline: frontDeadline(front.pod) }),
    );
    this.ready = all([rolledOut, address.id]).apply(([made]) => made);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.siteServer> {
    return nodesOf(this, children.siteServer);
  }

  private front({ ingress, sites, unknownHosts, server, replicas }: SiteServerArgs): FrontArgs {
    const { context } = this;
    const grace = graceOf("0s");
    const published = sites.map(
      (site) => [site.name, { site, release: siteRelease(site, context.image(site.image)) }] as const,
    );
    const pod = engineOf("nginx").pod({
      ingress: siteIngress(ingress, server),
      ...{ services: {}, sites: Object.fromEntries(published), unknownHosts, grace },
      // Requests are logged, counted and checked by the engine in front.
      ...{ logs: "none", drain: "0s", measured: false, tokens: false },
    });
    return {
      ...{ component: server.name, role: "site-server", container: "nginx" },
      image: context.engineImage(siteServerImage),
      ...{ pod, sites, grace, replicas, tls: false, everyNode: false, after: [] },
      resources: server.resources,
    };
  }

  private createAddress(name: string, server: SiteServerModel): ClusterService {
    const { context } = this;
    return new ClusterService(
      name,
      {
        metadata: {
          name: server.name,
          namespace: context.namespace,
          labels: labels(context, server.name, "site-server"),
          annotations: { ...unawaited },
        },
        spec: {
          selector: { ...selector(context, server.name, "site-server") },
          ports: [{ name: "http", port: listen.http, targetPort: "http", protocol: "TCP" }],
        },
      },
      { parent: this },
    );
  }
}
