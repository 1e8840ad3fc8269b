import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Problem, System } from "../../model";

const day = 86_400_000;

/** How long a certificate holds. */
export interface Validity {
  readonly from: Date;
  readonly until: Date;
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/**
 * From when and until when the first certificate of a PEM text holds.
 *
 * @throws RangeError when it is not a certificate
 */
export function validityOf(pem: string): Validity {
  const certificate = parsed(pem);
  if (certificate === undefined) throw new RangeError("the text is not a PEM certificate");
  return { from: new Date(certificate.validFrom), until: new Date(certificate.validTo) };
}

/** Whole days until a moment; negative after it. */
export function daysUntil(moment: Date, now: Date): number {
  return Math.floor((moment.getTime() - now.getTime()) / day);
}

/** The metric that says when the certificate of each host ends (a moment as ISO 8601), in Prometheus' text format. */
export function expiryMetric(hosts: readonly string[], until: string): string {
  const seconds = Math.floor(Date.parse(until) / 1000);
  return [
    "# HELP certificate_expiry_timestamp_seconds When the certificate of a host ends.",
    "# TYPE certificate_expiry_timestamp_seconds gauge",
    ...[...hosts].sort().map((host) => `certificate_expiry_timestamp_seconds{host="${host}"} ${seconds}`),
    "",
  ].join("\n");
}

function keyError(certificate: X509Certificate | undefined, pem: string): string | undefined {
  let key;
  try {
    key = createPrivateKey(pem);
  } catch {
    return "is not a readable private key; it is PEM (-----BEGIN PRIVATE KEY-----) without a passphrase: openssl pkey -in key.pem -out plain.pem removes one";
  }
  return certificate === undefined || certificate.checkPrivateKey(key)
    ? undefined
    : "does not belong to tls-certificate; set the two that were issued together";
}

function certificateErrors(certificate: X509Certificate, hosts: readonly string[], now: Date): string[] {
  const uncovered = hosts.filter((host) => certificate.checkHost(host) === undefined);
  const { subjectAltName = "no host", validFrom, validTo } = certificate;
  return [
    ...(uncovered.length === 0
      ? []
      : [
          `does not cover ${uncovered.join(" and ")}, only ${subjectAltName}; set a certificate of these names, the host's own first`,
        ]),
    ...(new Date(validTo) <= now ? [`ended on ${validTo}; get a new one and set it with its key`] : []),
    ...(new Date(validFrom) > now ? [`is not valid before ${validFrom}; set one that is valid today`] : []),
  ];
}

/** What is wrong with a certificate that the operator provided; nothing where none was asked for, or it is missing. */
export function checkCertificate(
  { ingress }: System,
  given: Readonly<Record<string, string>>,
  now: Date,
): readonly Problem[] {
  if (ingress?.tls?.mode !== "custom") return [];
  const names = { certificate: ingress.tls.certificate.name, key: ingress.tls.key.name };
  const pem = { certificate: given[names.certificate], key: given[names.key] };
  const certificate = pem.certificate === undefined ? undefined : parsed(pem.certificate);
  const errors =
    certificate === undefined
      ? [
          "is not a PEM certificate; it begins with -----BEGIN CERTIFICATE-----, the host's own first, then its chain",
        ]
      : certificateErrors(certificate, ingress.hosts, now);
  const wrongKey = pem.key === undefined ? undefined : keyError(certificate, pem.key);
  return [
    ...(pem.certificate === undefined
      ? []
      : errors.map((message) => ({ path: `settings.secrets.${names.certificate}`, message }))),
    ...(wrongKey === undefined ? [] : [{ path: `settings.secrets.${names.key}`, message: wrongKey }]),
  ];
}
