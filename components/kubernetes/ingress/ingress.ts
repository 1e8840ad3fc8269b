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
import type { Entrance, Route, System } from "../../model";
import { Certificates } from "./certificates";
import { unawaited, type KubernetesContext } from "../context";
import { ingressAnnotations, ingressSpec, isRegular, responseHeaders } from "./ingress.args";
import { labels } from "../labels";
import { urlOf } from "./proxy.args";

export interface IngressArgs {
  readonly system: System;
  readonly entrance: Entrance;
  /** Name of the IngressClass. */
  readonly class: string;
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** The routes of an entrance for the cluster's ingress-nginx: an Ingress for each, for its annotations are its own. */
export class Ingress extends ComponentResource {
  /** Where people open the system, once its routes are there. */
  readonly url: Output<string>;

  constructor(
    private readonly context: KubernetesContext,
    args: IngressArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { entrance } = args;
    super("trireme:kubernetes:Ingress", `${context.prefix}-${entrance.name}`, {}, opts);
    const { secret, issuer } = this.certificate(entrance);
    const made = entrance.routes.map((route, index) =>
      this.createRoute(args, { route, index, secret, issuer }),
    );
    this.url = output(made.map(({ id }) => id)).apply(() => urlOf(entrance));
    this.registerOutputs({ url: this.url });
  }

  /** cert-manager looks at the annotation itself; other certificates are brought. */
  private certificate(entrance: Entrance): { readonly secret?: Input<string>; readonly issuer?: string } {
    if (entrance.tls === undefined) return {};
    if (entrance.tls.mode === "lets-encrypt")
      return { secret: `${entrance.name}-tls`, issuer: this.context.settings.issuer };
    return { secret: new Certificates(this.context, { entrance }, { parent: this }).secret };
  }

  private createRoute(
    { system, entrance, class: name, after }: IngressArgs,
    own: {
      readonly route: Route;
      readonly index: number;
      readonly secret?: Input<string>;
      readonly issuer?: string;
    },
  ): ClusterIngress {
    const { context } = this;
    const { route, index, secret, issuer } = own;
    const part = `${entrance.name}-${index + 1}`;
    const annotations = ingressAnnotations(entrance, route, { regular: isRegular(entrance), issuer });
    const headers = this.createHeaders(entrance, route, part);
    return new ClusterIngress(
      `${context.prefix}-${part}`,
      {
        metadata: {
          name: part,
          namespace: context.namespace,
          labels: labels(context, entrance.name, "proxy"),
          annotations: {
            ...unawaited,
            ...annotations,
            ...(headers === undefined ? {} : { "nginx.ingress.kubernetes.io/custom-headers": headers }),
          },
        },
        spec: ingressSpec(system, entrance, route, {
          class: name,
          ...(secret === undefined ? {} : { secret }),
        }),
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private createHeaders(entrance: Entrance, route: Route, part: string): Output<string> | undefined {
    const { context } = this;
    const data = responseHeaders(entrance, route);
    if (Object.keys(data).length === 0) return undefined;
    const made = new ConfigMap(
      `${context.prefix}-${part}-headers`,
      {
        metadata: { namespace: context.namespace, labels: labels(context, entrance.name, "proxy") },
        immutable: true,
        data: { ...data },
      },
      { parent: this },
    );
    return interpolate`${context.namespace}/${made.metadata.name}`;
  }
}
