import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Ingress, Tls } from "../../model";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { labels } from "../labels";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface CertificatesArgs {
  readonly ingress: Ingress;
}

const hour = 1;
const day = 24 * hour;
const year = 365 * day;
/** Seconds that an authority may take to look at every host. */
const deadline = 300;

/** The certificate of an ingress as a Secret: made here, given by the operator, or had through cert-manager. */
export class Certificates extends ComponentResource {
  /** Name of the Secret with `tls.crt` and `tls.key`, once it is there. */
  readonly secret: Output<string> | undefined;

  constructor(
    private readonly context: KubernetesContext,
    { ingress }: CertificatesArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:kubernetes:Certificates", `${context.prefix}-${ingress.name}-certificates`, {}, opts);
    this.secret = this.create(ingress, ingress.tls);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.certificates> {
    return nodesOf(this, children.certificates);
  }

  private create(ingress: Ingress, source: Tls | undefined): Output<string> | undefined {
    if (source === undefined) return undefined;
    switch (source.mode) {
      case "self-signed":
        return this.selfSigned(ingress);
      case "custom":
        return this.pair(ingress, {
          "tls.crt": this.context.resolve(source.certificate),
          "tls.key": this.context.resolve(source.key),
        });
      case "lets-encrypt":
        return this.requested(ingress);
      default:
        return source satisfies never;
    }
  }

  private metadata(ingress: Ingress) {
    return {
      namespace: this.context.namespace,
      labels: labels(this.context, ingress.name, "certificates"),
    };
  }

  private pair(ingress: Ingress, stringData: Record<string, Output<string>>): Output<string> {
    return new Secret(
      `${this.context.prefix}-${ingress.name}-certificate`,
      { metadata: this.metadata(ingress), type: "kubernetes.io/tls", immutable: true, stringData },
      { parent: this },
    ).metadata.name;
  }

  /** Renewed by any deployment in its last two months. */
  private selfSigned(ingress: Ingress): Output<string> {
    const name = `${this.context.prefix}-${ingress.name}-certificate`;
    const opts = { parent: this };
    const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
    const certificate = new tls.SelfSignedCert(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: ingress.hosts[0] ?? "localhost" },
        dnsNames: [...ingress.hosts],
        validityPeriodHours: year,
        earlyRenewalHours: 60 * day,
        allowedUses: ["digital_signature", "server_auth"],
      },
      opts,
    );
    return this.pair(ingress, { "tls.crt": certificate.certPem, "tls.key": key.privateKeyPem });
  }

  /** cert-manager asks the authority, and renews by itself; the proxy sees the new one in its place. */
  private requested(ingress: Ingress): Output<string> {
    const { context } = this;
    const secretName = `${ingress.name}-tls`;
    const certificate = new CustomResource(
      `${context.prefix}-${ingress.name}-certificate`,
      {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { ...this.metadata(ingress), name: ingress.name, annotations: { ...unawaited } },
        spec: {
          secretName,
          dnsNames: [...ingress.hosts],
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
          issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: context.settings.issuer ?? "" },
        },
      },
      { parent: this },
    );
    const path = (namespace: string) => `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates`;
    return awaited(
      context,
      certificate,
      `the certificate for ${ingress.hosts.join(", ")}`,
      (cluster, object) => cluster.ready(path(object.namespace), object, { deadline }),
    ).apply(() => secretName);
  }
}
