import { WebAclAssociation } from "@pulumi/aws/wafv2";
import {
  ComponentResource,
  interpolate,
  output,
  secret,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { routedSites, type Ingress } from "../../model";
import { Balancer } from "./balancer";
import { createBucketWith, type MadeBucket } from "../stores/bucket";
import type { AwsContext } from "../context";
import { cloudFrontOf } from "../settings";
import { Cdn } from "./distribution";
import { createCertificate, createRecords } from "./domain";
import { Sites } from "./sites";
import { frontCertificate, globalRegion } from "./domain.args";
import { createFirewall } from "./waf";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ProxyArgs {
  readonly ingress: Ingress;
}

/** Header with which CloudFront shows the load balancer that it is ours: others' distributions have the same addresses. */
const proofHeader = "X-Trireme-Origin";
/** Days for which access logs are kept. */
const logDays = 90;

/** The way in: the load balancer, and before it CloudFront, the firewall and the names. */
export class Proxy extends ComponentResource {
  readonly balancer: Balancer;
  readonly certificateArn: Output<string> | undefined;
  /** Where the names lead, once the way in is open: the load balancer's or CloudFront's own name. */
  target: Output<string> | undefined;
  private readonly logs: MadeBucket;
  private readonly proof: Output<string> | undefined;
  private readonly records: readonly Resource[];

  constructor(
    private readonly context: AwsContext,
    private readonly args: ProxyArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { ingress } = args;
    super("trireme:aws:Proxy", `${context.prefix}-${ingress.name}`, {}, opts);
    this.logs = this.createLogs();
    this.proof = this.createProof();
    const certificate = this.createCertificate();
    this.certificateArn = certificate?.arn;
    this.records = certificate?.proof ?? [];
    this.balancer = new Balancer(
      context,
      {
        ingress,
        logs: this.logs,
        ...(certificate === undefined ? {} : { certificateArn: certificate.arn }),
        ...(this.proof === undefined ? {} : { proof: { header: proofHeader, value: this.proof } }),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.proxy> {
    return nodesOf(this, children.proxy);
  }

  /**
   * Opens the way in.
   *
   * @param after what must serve before people come
   * @returns URL that people open
   */
  open(after: readonly Input<Resource>[]): Output<string> {
    const { context } = this;
    const { ingress } = this.args;
    const { hostedZone: zoneId, sizes } = context.settings;
    const { balancer } = this.balancer;
    const direct = cloudFrontOf(context.settings) === undefined;
    if (direct && sizes.waf) {
      const firewall = createFirewall(context, { ingress, scope: "REGIONAL" }, this);
      new WebAclAssociation(
        `${context.prefix}-${ingress.name}`,
        { resourceArn: balancer.arn, webAclArn: firewall.arn },
        { parent: this },
      );
    }
    const front =
      direct || this.certificateArn === undefined
        ? { name: balancer.dnsName, zoneId: balancer.zoneId }
        : this.createFront(after);
    this.target = front.name;
    if (zoneId !== undefined) createRecords(context, { ingress, zoneId, target: front }, this);
    const [host = ""] = ingress.hosts;
    if (this.certificateArn !== undefined) return output(`https://${host}`);
    const port = ingress.http.port === 80 ? "" : `:${ingress.http.port}`;
    return zoneId === undefined
      ? interpolate`http://${balancer.dnsName}${port}`
      : output(`http://${host}${port}`);
  }

  private createLogs(): MadeBucket {
    const { context } = this;
    const { ingress } = this.args;
    return createBucketWith(
      context,
      {
        component: ingress.name,
        role: "proxy",
        name: "access-logs",
        logs: true,
        rules: [
          {
            id: "old",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: logDays },
            noncurrentVersionExpiration: { noncurrentDays: 7 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
        statements: (arn) => [
          {
            sid: "Balancer",
            principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            actions: ["s3:PutObject"],
            resources: [interpolate`${arn}/balancer/AWSLogs/${context.settings.account}/*`],
          },
        ],
      },
      this,
    );
  }

  private createProof(): Output<string> | undefined {
    const { context } = this;
    if (cloudFrontOf(context.settings) === undefined) return undefined;
    const args = { length: 40, special: false };
    return secret(new RandomPassword(`${context.prefix}-origin-proof`, args, { parent: this }).result);
  }

  private createCertificate(): ReturnType<typeof createCertificate> | undefined {
    const { ingress } = this.args;
    const { hostedZone: zoneId, certificate } = this.context.settings;
    if (ingress.tls === undefined || ingress.https === undefined) return undefined;
    if (certificate !== undefined) return { arn: output(certificate.balancer), proof: [] };
    if (zoneId === undefined) return undefined;
    return createCertificate(this.context, { ingress, zoneId, name: ingress.name }, this);
  }

  /** The certificate that CloudFront shows: the given one, or the load balancer's, or one more where that is in another region. */
  private frontCertificate(): Output<string> {
    const { context } = this;
    const { ingress } = this.args;
    const { hostedZone: zoneId, region } = context.settings;
    const given = frontCertificate(context.settings);
    if (given !== undefined) return output(given);
    if (region === globalRegion || zoneId === undefined) return this.certificateArn ?? output("");
    return createCertificate(
      context,
      { ingress, zoneId, name: `${ingress.name}-global`, region: globalRegion, proven: this.records },
      this,
    ).arn;
  }

  private createFront(after: readonly Input<Resource>[]): {
    readonly name: Output<string>;
    readonly zoneId: Output<string>;
  } {
    const { context } = this;
    const { ingress } = this.args;
    const routed = routedSites(context.model);
    const sites =
      routed.length === 0
        ? undefined
        : new Sites(context, { sites: routed, ingress: ingress.name }, { parent: this });
    const { distribution } = new Cdn(
      context,
      {
        ingress,
        balancer: this.balancer.balancer.dnsName,
        proof: { header: proofHeader, value: this.proof ?? output("") },
        certificateArn: this.frontCertificate(),
        firewallArn: context.settings.sizes.waf
          ? createFirewall(context, { ingress, scope: "CLOUDFRONT" }, this).arn
          : undefined,
        sites: sites?.bucket,
        logs: this.logs.bucket,
        after: [...after, ...this.logs.ready, ...(sites?.published ?? [])],
      },
      { parent: this },
    );
    return { name: distribution.domainName, zoneId: distribution.hostedZoneId };
  }
}
