import {
  Distribution,
  Function as EdgeFunction,
  OriginAccessControl,
  ResponseHeadersPolicy,
} from "@pulumi/aws/cloudfront";
import type { Bucket } from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { routedSites, type Ingress } from "../../model";
import type { AwsContext } from "../context";
import {
  balancerOrigin,
  behaviors,
  clientFunction,
  correlationFunction,
  originTimeout,
  responseHeaders,
  siteFunction,
  siteOrigin,
  type BehaviorShape,
} from "./distribution.args";
import { tags } from "../labels";
import { named } from "../naming.args";
import { cloudFrontOf } from "../settings";
import { clientHeader, isFronted } from "./fronted.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/** Policies that AWS keeps for all accounts, by their ids. */
const managed = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
} as const;

export interface DistributionArgs {
  readonly ingress: Ingress;
  readonly balancer: Output<string>;
  /** Header with which CloudFront shows the load balancer that it is ours. */
  readonly proof: { readonly header: string; readonly value: Output<string> };
  readonly certificateArn: Output<string>;
  readonly firewallArn: Output<string> | undefined;
  readonly sites: Bucket | undefined;
  readonly logs: Bucket;
  /** What must be ready before it serves. */
  readonly after: readonly Input<Resource>[];
}

/** CloudFront before the load balancer and the buckets of sites. */
export class Cdn extends ComponentResource {
  readonly distribution: Distribution;

  constructor(
    private readonly context: AwsContext,
    private readonly args: DistributionArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Cdn", `${context.prefix}-cdn`, {}, opts);
    this.distribution = this.createDistribution();
    this.registerOutputs({ domain: this.distribution.domainName });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.cdn> {
    return nodesOf(this, children.cdn);
  }

  private createDistribution(): Distribution {
    const { context } = this;
    const { ingress, certificateArn, firewallArn, logs, after } = this.args;
    const shapes = behaviors(context.model, ingress);
    const [rest] = shapes.filter(({ pattern }) => pattern === undefined);
    const behavior = this.behaviorOf();
    return new Distribution(
      `${context.prefix}-cdn`,
      {
        enabled: true,
        comment: context.prefix,
        aliases: [...ingress.hosts],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: cloudFrontOf(context.settings)?.priceClass ?? "PriceClass_100",
        ...(firewallArn === undefined ? {} : { webAclId: firewallArn }),
        origins: this.origins(),
        defaultCacheBehavior: behavior(rest ?? { origin: balancerOrigin }),
        orderedCacheBehaviors: shapes.flatMap((shape) =>
          shape.pattern === undefined ? [] : [{ ...behavior(shape), pathPattern: shape.pattern }],
        ),
        viewerCertificate: {
          acmCertificateArn: certificateArn,
          minimumProtocolVersion: "TLSv1.2_2021",
          sslSupportMethod: "sni-only",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        loggingConfig: { bucket: logs.bucketDomainName, prefix: "cloudfront/", includeCookies: false },
        waitForDeployment: true,
        tags: tags(context, ingress.name, "proxy"),
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private origins(): input.cloudfront.DistributionOrigin[] {
    const { context } = this;
    const { ingress, balancer, proof, sites } = this.args;
    const own: input.cloudfront.DistributionOrigin = {
      originId: balancerOrigin,
      domainName: balancer,
      // CloudFront sends a GET that waits too long again otherwise; the load balancer is in several zones as it is.
      connectionAttempts: 1,
      customHeaders: [{ name: proof.header, value: proof.value }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: originTimeout(ingress, cloudFrontOf(context.settings)?.readTimeout),
        originKeepaliveTimeout: 60,
      },
    };
    if (sites === undefined) return [own];
    const access = new OriginAccessControl(
      named("edge", context.prefix, "sites"),
      {
        description: `Sites of ${context.prefix}`,
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      { parent: this },
    );
    return [
      own,
      ...routedSites(context.model).map(({ name }) => ({
        originId: siteOrigin(name),
        domainName: sites.bucketRegionalDomainName,
        originPath: `/${name}`,
        originAccessControlId: access.id,
      })),
    ];
  }

  /** The policy of a route's response headers, made once for each set of them. */
  private headerPolicies(): (shape: BehaviorShape) => Output<string> | undefined {
    const { context } = this;
    const { ingress } = this.args;
    const made = new Map<string, Output<string>>();
    const names = new Set<string>();
    return ({ route }) => {
      const headers = { ...ingress.headers, ...route?.headers };
      if (Object.keys(headers).length === 0) return undefined;
      const key = JSON.stringify(headers);
      const plain = route?.headers === undefined;
      const known = made.get(key);
      if (known !== undefined) return known;
      const path = plain ? "" : route.path.replace(/[^A-Za-z0-9]+/g, "-").replace(/-+$/, "");
      const wanted = named("headersPolicy", context.prefix, `headers${path}`);
      const name = names.has(wanted) ? named("headersPolicy", wanted, String(names.size)) : wanted;
      names.add(name);
      const policy = new ResponseHeadersPolicy(
        name,
        { comment: name, ...responseHeaders(headers) },
        { parent: this },
      );
      made.set(key, policy.id);
      return policy.id;
    };
  }

  private edgeFunction(name: string, code: string): Output<string> {
    return new EdgeFunction(
      named("edge", this.context.prefix, name),
      { code, runtime: "cloudfront-js-2.0", publish: true, comment: `${this.context.prefix}: ${name}` },
      { parent: this },
    ).arn;
  }

  /** What is done to a request on its way to the load balancer; nginx behind that gives it an ID itself. */
  private requestFunction(): Output<string> | undefined {
    const { correlationHeader } = this.args.ingress;
    if (isFronted(this.context.model)) return this.edgeFunction("client", clientFunction(clientHeader));
    return correlationHeader === undefined
      ? undefined
      : this.edgeFunction("correlation", correlationFunction(correlationHeader));
  }

  private behaviorOf(): (shape: BehaviorShape) => input.cloudfront.DistributionDefaultCacheBehavior {
    const { context } = this;
    const headers = this.headerPolicies();
    const request = this.requestFunction();
    const finders = new Map<string, Output<string>>();
    const names = new Set<string>();
    const finder = (shape: BehaviorShape): Output<string> | undefined => {
      const { route } = shape;
      if (route === undefined || !("site" in route.to)) return request;
      const { site: name } = route.to;
      const site = context.model.sites.find((one) => one.name === name);
      const key = JSON.stringify([name, route.match, route.path, route.rewrite]);
      const known = finders.get(key);
      if (known !== undefined) return known;
      let called = `site-${name}${finders.size === 0 ? "" : `-${finders.size}`}`;
      while (names.has(called)) called += `-${finders.size}`;
      names.add(called);
      const made = this.edgeFunction(called, siteFunction(route, site ?? {}));
      finders.set(key, made);
      return made;
    };
    return (shape) => {
      const isSite = shape.origin !== balancerOrigin;
      const functionArn = finder(shape);
      const policy = headers(shape);
      return {
        targetOriginId: shape.origin,
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: isSite
          ? ["GET", "HEAD", "OPTIONS"]
          : ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        compress: isSite,
        cachePolicyId: isSite ? managed.cachingOptimized : managed.cachingDisabled,
        ...(isSite ? {} : { originRequestPolicyId: managed.allViewer }),
        ...(policy === undefined ? {} : { responseHeadersPolicyId: policy }),
        ...(functionArn === undefined
          ? {}
          : { functionAssociations: [{ eventType: "viewer-request", functionArn }] }),
      };
    };
  }
}
