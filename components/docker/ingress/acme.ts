import type { types } from "@pulumi/docker";
import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { certbotImage, warningDays, type Ingress, type Health, type Role, type Tls } from "../../model";
import { renderAcme } from "../../render/acme/acme";
import { metricsFolder } from "../../render/proxy/reload";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline, type ContainerSpec } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import { proxyUser as user } from "./proxy.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface AcmeArgs {
  readonly ingress: Ingress;
  readonly tls: Extract<Tls, { mode: "lets-encrypt" }>;
  /** The client's state, and what it shares with the proxy. */
  readonly mounts: readonly types.input.ContainerVolume[];
  /** The proxy once it answers challenges. */
  readonly after: Output<docker.Container>;
}

const script = "/run/acme/acme.sh";
const authority = "/run/acme/authority.pem";
/** Seconds that an authority may take to look at every host. */
const deadline = 300;

const resources = {
  cpu: { request: 0.05, limit: 0.5 },
  memory: { request: "32Mi", limit: "256Mi" },
} as const;

const health: Health = {
  probe: { command: ["sh", script, "healthy"] },
  interval: "60s",
  timeout: "10s",
  retries: 3,
  startPeriod: "60s",
};

/** The client of a certificate authority: gets the first certificate, then looks twice a day whether it is due. */
export class Acme extends ComponentResource {
  /** Once there is a certificate; otherwise the deployment ends with what the client said. */
  readonly certified: Output<docker.Container>;

  constructor(context: DockerContext, args: AcmeArgs, opts?: ComponentResourceOptions) {
    const { ingress, tls } = args;
    const name = `${context.prefix}-${ingress.name}-acme`;
    super("trireme:docker:Acme", name, {}, opts);
    const image = context.engineImage(certbotImage).reference;
    const { metrics } = context;
    const component = `${ingress.name}-acme`;
    const files = containerFiles(
      context,
      component,
      {
        [script]: {
          content: renderAcme({
            hosts: ingress.hosts,
            email: tls.email,
            server: tls.server,
            ...(tls.caCertificate === undefined ? {} : { trust: authority }),
            ...(metrics === undefined ? {} : { metrics: metricsFolder }),
            seed: context.prefix,
            warning: warningDays(tls.mode),
          }),
        },
        ...(tls.caCertificate === undefined ? {} : { [authority]: { content: tls.caCertificate } }),
      },
      { image, owner: user, parent: this },
    );
    const spec: ContainerSpec = {
      image,
      user,
      volumes: [
        ...args.mounts,
        ...files.volumes,
        ...(metrics === undefined ? [] : [{ volumeName: metrics.volume, containerPath: metricsFolder }]),
      ],
      networks: [context.outside(component)],
      resources,
      labels: files.labels,
    };
    const shape = (command: string, role: Role, more: Partial<ContainerSpec> = {}): docker.ContainerArgs => ({
      ...containerArgs({
        ...spec,
        ...more,
        labels: { ...labels(context, ingress.name, role), ...spec.labels },
      }),
      // The official image starts certbot itself.
      entrypoints: ["sh", script, command],
    });
    const first = oneShot(
      context,
      `${name}-issue`,
      { what: `the certificate for ${ingress.hosts.join(", ")}`, deadline, shape: shape("issue", "issue") },
      { parent: this, dependsOn: [args.after, ...files.dependsOn] },
    );
    const keeper = new docker.Container(
      name,
      shape("keep", "certificates", { health, stop: { grace: 30 } }),
      {
        parent: this,
        deleteBeforeReplace: true,
        dependsOn: first.succeeded,
      },
    );
    this.certified = healthy(context, keeper, `the renewal of ${ingress.name}'s certificate`, {
      deadline: healthDeadline(health),
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.acme> {
    return nodesOf(this, children.acme);
  }
}
