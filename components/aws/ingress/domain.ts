import { Certificate, CertificateValidation } from "@pulumi/aws/acm";
import { HealthCheck, Record as DnsRecord } from "@pulumi/aws/route53";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Ingress } from "../../model";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { cloudFrontOf } from "../settings";

/** How often AWS is asked whether a name has changed, in seconds. */
const ttl = 60;

/**
 * A certificate of the ingress's names, which AWS renews by itself, once they are proven in DNS.
 *
 * @param region of the certificate: CloudFront reads those of us-east-1 alone. @default the stack's
 */
export function createCertificate(
  context: AwsContext,
  args: {
    readonly ingress: Ingress;
    readonly name: string;
    readonly zoneId: string;
    readonly region?: string;
    /** A name is proven by the same record in every region: one certificate writes it. */
    readonly proven?: readonly Resource[];
  },
  parent: Resource,
): { readonly arn: Output<string>; readonly proof: readonly Resource[] } {
  const { ingress, zoneId } = args;
  const [main = "", ...others] = ingress.hosts;
  const region = args.region === undefined ? {} : { region: args.region };
  const name = `${context.prefix}-${args.name}`;
  const certificate = new Certificate(
    name,
    {
      ...region,
      domainName: main,
      subjectAlternativeNames: others,
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
      tags: tags(context, ingress.name, "certificates"),
    },
    { parent },
  );
  const proof =
    args.proven ??
    ingress.hosts.map((host) => {
      // AWS gives the records in no order of its own.
      const option = certificate.domainValidationOptions.apply((options) => {
        const found = options.find(({ domainName }) => domainName === host);
        if (found === undefined) throw new Error(`ACM gives no record that proves ${host}`);
        return found;
      });
      return new DnsRecord(
        `${name}-${host}`,
        {
          zoneId,
          name: option.resourceRecordName,
          type: option.resourceRecordType,
          records: [option.resourceRecordValue],
          ttl,
          allowOverwrite: true,
        },
        { parent },
      );
    });
  const validated = new CertificateValidation(
    name,
    { ...region, certificateArn: certificate.arn },
    { parent, dependsOn: [...proof] },
  );
  return { arn: validated.certificateArn, proof };
}

/** Where the names of an ingress lead: one stack's ingress, or the one of two that serves. */
export function createRecords(
  context: AwsContext,
  args: {
    readonly ingress: Ingress;
    readonly zoneId: string;
    readonly target: { readonly name: Input<string>; readonly zoneId: Input<string> };
  },
  parent: Resource,
): void {
  const { ingress, zoneId, target } = args;
  const { failover, region } = context.settings;
  const check =
    failover === undefined
      ? undefined
      : new HealthCheck(
          `${context.prefix}-${ingress.name}`,
          {
            type: "HTTPS",
            fqdn: target.name,
            port: 443,
            resourcePath: failover.path,
            requestInterval: 30,
            failureThreshold: 3,
            enableSni: true,
            measureLatency: true,
            tags: tags(context, ingress.name, "proxy"),
          },
          { parent },
        );
  for (const host of ingress.hosts) {
    for (const type of ["A", "AAAA"] as const) {
      // A load balancer of this network has no addresses of IPv6.
      if (type === "AAAA" && cloudFrontOf(context.settings) === undefined) continue;
      new DnsRecord(
        `${context.prefix}-${host}-${type.toLowerCase()}`,
        {
          zoneId,
          name: host,
          type,
          aliases: [
            { name: target.name, zoneId: target.zoneId, evaluateTargetHealth: failover !== undefined },
          ],
          ...(failover === undefined || check === undefined
            ? {}
            : {
                setIdentifier: region,
                healthCheckId: check.id,
                failoverRoutingPolicies: [{ type: failover.role.toUpperCase() }],
              }),
        },
        { parent },
      );
    }
  }
}
