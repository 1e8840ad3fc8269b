import type * as docker from "@pulumi/docker";
import type { types } from "@pulumi/docker";
import {
  ComponentResource,
  interpolate,
  unsecret,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Ingress, Tls } from "../../model";
import { acmeFolder, acmeState } from "../../render/acme/acme";
import { expiryMetric, validityOf } from "../../render/acme/certificates";
import { certificateFolder } from "../../render/proxy/reload";
import { Acme } from "./acme";
import { proxyUser } from "./proxy.args";
import type { DockerContext } from "../context";
import { containerFiles, type ContainerFile, type ContainerFiles } from "../workload/files";
import { ownedVolume, type OwnedVolume } from "../stores/volume";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface CertificatesArgs {
  readonly ingress: Ingress;
  /** The image that takes the requests; it hands volumes over as well. */
  readonly image: Input<string>;
  /** Whether accounts and certificates of an authority outlive their resource. */
  readonly retain: boolean;
}

const hour = 1;
const day = 24 * hour;
const year = 365 * day;

/** What an authority's certificate passes through: the client's own state, and what it shares with the proxy. */
interface Volumes {
  readonly state: OwnedVolume;
  readonly shared: OwnedVolume;
}

/** The certificate of an ingress: made here, given by the operator, or had from a certificate authority. */
export class Certificates extends ComponentResource {
  /** What the reload brings to the proxy: a certificate with its key, and when it ends. */
  readonly brought: ContainerFiles;
  /** What the proxy mounts to find certificates that arrive by themselves. */
  readonly mounts: readonly types.input.ContainerVolume[];
  private readonly volumes: Volumes | undefined;
  readonly #args: CertificatesArgs;

  constructor(
    private readonly context: DockerContext,
    args: CertificatesArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress } = args;
    super("trireme:docker:Certificates", `${context.prefix}-${ingress.name}-certificates`, {}, opts);
    this.#args = args;
    const mode = ingress.tls?.mode;
    this.volumes = mode === "lets-encrypt" ? this.createVolumes() : undefined;
    this.mounts =
      this.volumes === undefined
        ? []
        : [{ volumeName: this.volumes.shared.ready, containerPath: acmeFolder, readOnly: true }];
    this.brought = containerFiles(context, `${ingress.name}-certificate`, this.createFiles(ingress.tls), {
      image: args.image,
      owner: proxyUser,
      parent: this,
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.certificates> {
    return nodesOf(this, children.certificates);
  }

  /** When the ingress has a certificate that holds: at once, or once the authority has issued it. */
  certified(proxyServes: Output<docker.Container>): Output<docker.Container> {
    const { ingress } = this.#args;
    if (ingress.tls?.mode !== "lets-encrypt" || this.volumes === undefined) return proxyServes;
    const { state, shared } = this.volumes;
    return new Acme(
      this.context,
      {
        ingress,
        tls: ingress.tls,
        mounts: [
          { volumeName: state.ready, containerPath: acmeState },
          { volumeName: shared.ready, containerPath: acmeFolder },
        ],
        after: proxyServes,
      },
      { parent: this },
    ).certified;
  }

  private createVolumes(): Volumes {
    const { ingress, image, retain } = this.#args;
    const volume = (suffix: string, retained: boolean): OwnedVolume =>
      ownedVolume(
        this.context,
        `${this.context.prefix}-${ingress.name}-${suffix}`,
        {
          component: ingress.name,
          owner: proxyUser,
          image,
          // Another way to a certificate may replace this one, so nothing stands in the way of its removal.
          protect: false,
          retain: retained,
        },
        { parent: this },
      );
    return { state: volume("acme-state", retain), shared: volume("acme", false) };
  }

  private createFiles(source: Tls | undefined): Readonly<Record<string, ContainerFile>> {
    if (source === undefined) return {};
    const { ingress } = this.#args;
    const { hosts } = ingress;
    switch (source.mode) {
      case "self-signed": {
        // Renewed by any deployment in its last two months.
        const made = this.selfSigned("certificate", { hours: year, renewal: 60 * day });
        return this.withMetric(made.pair, () => made.until, hosts);
      }
      case "custom": {
        const chain = this.context.resolve(source.certificate);
        const pair = interpolate`${chain}\n${this.context.resolve(source.key)}\n`;
        // When it ends is not a secret: every client is told.
        const until = () => unsecret(chain.apply((pem) => validityOf(pem).until.toISOString()));
        return this.withMetric(pair, until, hosts);
      }
      case "lets-encrypt":
        // nginx does not start without a certificate, and the authority asks nginx before it issues one.
        return {
          [`${certificateFolder}/placeholder.pem`]: {
            content: this.selfSigned("placeholder", { hours: 20 * year, renewal: 0 }).pair,
          },
        };
      default:
        return source satisfies never;
    }
  }

  private withMetric(
    pair: Output<string>,
    until: () => Output<string>,
    hosts: readonly string[],
  ): Readonly<Record<string, ContainerFile>> {
    return {
      [`${certificateFolder}/pair.pem`]: { content: pair },
      ...(this.context.metrics === undefined
        ? {}
        : {
            [`${certificateFolder}/certificate.prom`]: {
              content: until().apply((end) => expiryMetric(hosts, end)),
            },
          }),
    };
  }

  private selfSigned(
    suffix: string,
    { hours, renewal }: { readonly hours: number; readonly renewal: number },
  ): { readonly pair: Output<string>; readonly until: Output<string> } {
    const { ingress } = this.#args;
    const name = `${this.context.prefix}-${ingress.name}-${suffix}`;
    const opts = { parent: this };
    const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
    const certificate = new tls.SelfSignedCert(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: ingress.hosts[0] ?? "localhost" },
        dnsNames: [...ingress.hosts],
        validityPeriodHours: hours,
        earlyRenewalHours: renewal,
        allowedUses: ["digital_signature", "server_auth"],
      },
      opts,
    );
    return {
      pair: interpolate`${certificate.certPem}${key.privateKeyPem}`,
      until: certificate.validityEndTime,
    };
  }
}
