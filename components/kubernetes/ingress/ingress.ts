import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { Ingress as ClusterIngress } from "@pulumi/kubernetes/networking/v1";
import {
  ComponentResource,
  interpolate,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { Ingress, Route, System } from "../../model";
import { Certificates } from "./certificates";
import { unawaited, type KubernetesContext } from "../context";
import { ingressAnnotations, ingressSpec, isRegular, responseHeaders } from "./ingress.args";
import { labels } from "../labels";
import { urlOf } from "./proxy.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface IngressArgs {
  readonly system: System;
  readonly ingress: Ingress;
  /** Name of the IngressClass. */
  readonly class: string;
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** The routes of an ingress for the cluster's ingress-nginx: an Ingress for each, for its annotations are its own. */
export class NginxIngress extends ComponentResource {
  /** Where people open the system, once its routes are there. */
  readonly url: Output<string>;

  constructor(
    private readonly context: KubernetesContext,
    args: IngressArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress } = args;
    super("trireme:kubernetes:Ingress", `${context.prefix}-${ingress.name}`, {}, opts);
    const { secret, issuer } = this.certificate(ingress);
    const made = ingress.routes.map((route, index) =>
      this.createRoute(args, { route, index, secret, issuer }),
    );
    this.url = output(made.map(({ id }) => id)).apply(() => urlOf(ingress));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.ingress> {
    return nodesOf(this, children.ingress);
  }

  /** cert-manager looks at the annotation itself; other certificates are brought. */
  private certificate(ingress: Ingress): { readonly secret?: Input<string>; readonly issuer?: string } {
    if (ingress.tls === undefined) return {};
    if (ingress.tls.mode === "lets-encrypt")
      return { secret: `${ingress.name}-tls`, issuer: this.context.settings.issuer };
    return { secret: new Certificates(this.context, { ingress }, { parent: this }).secret };
  }

  private createRoute(
    { system, ingress, class: name, after }: IngressArgs,
    own: {
      readonly route: Route;
      readonly index: number;
      readonly secret?: Input<string>;
      readonly issuer?: string;
    },
  ): ClusterIngress {
    const { context } = this;
    const { route, index, secret, issuer } = own;
    const component = `${ingress.name}-${index + 1}`;
    const annotations = ingressAnnotations(ingress, route, { regular: isRegular(ingress), issuer });
    const headers = this.createHeaders(ingress, route, component);
    return new ClusterIngress(
      `${context.prefix}-${component}`,
      {
        metadata: {
          name: component,
          namespace: context.namespace,
          labels: labels(context, ingress.name, "proxy"),
          annotations: {
            ...unawaited,
            ...annotations,
            ...(headers === undefined ? {} : { "nginx.ingress.kubernetes.io/custom-headers": headers }),
          },
        },
        spec: ingressSpec(system, ingress, route, {
          class: name,
          ...(secret === undefined ? {} : { secret }),
        }),
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private createHeaders(ingress: Ingress, route: Route, component: string): Output<string> | undefined {
    const { context } = this;
    const data = responseHeaders(ingress, route);
    if (Object.keys(data).length === 0) return undefined;
    const made = new ConfigMap(
      `${context.prefix}-${component}-headers`,
      {
        metadata: { namespace: context.namespace, labels: labels(context, ingress.name, "proxy") },
        immutable: true,
        data: { ...data },
      },
      { parent: this },
    );
    return interpolate`${context.namespace}/${made.metadata.name}`;
  }
}
