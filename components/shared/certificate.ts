import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/** A server's certificate with its chain, and its key: PEM. */
export interface ServerCertificate {
  readonly certificate: Output<string>;
  readonly key: Output<string>;
}

const day = 24;
const year = 365 * day;

/**
 * The certificate of a server within the system, by an authority of its own: a client that is given the authority's goes on trusting when the
 * server's is renewed. The authority's holds for twenty years; the server's for two, and any deployment in its last half year renews it.
 *
 * @param name of the resources, without an ending
 * @param options.hosts names under which the server is reached
 * @param options.client whether it proves who a client is, too. @default false
 */
export function serverCertificate(
  name: string,
  { hosts, client = false }: { readonly hosts: readonly string[]; readonly client?: boolean },
  parent: Resource,
): ServerCertificate {
  const opts = { parent };
  const pair = (what: string): tls.PrivateKey =>
    new tls.PrivateKey(`${name}-${what}`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
  const authorityKey = pair("authority");
  const authority = new tls.SelfSignedCert(
    `${name}-authority`,
    {
      privateKeyPem: authorityKey.privateKeyPem,
      subject: { commonName: `${name} authority` },
      isCaCertificate: true,
      validityPeriodHours: 20 * year,
      earlyRenewalHours: 3 * year,
      allowedUses: ["cert_signing", "crl_signing", "digital_signature"],
    },
    opts,
  );
  const key = pair("server");
  const request = new tls.CertRequest(
    `${name}-server`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: hosts[0] ?? name },
      dnsNames: [...hosts],
    },
    opts,
  );
  const certificate = new tls.LocallySignedCert(
    `${name}-server`,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: authorityKey.privateKeyPem,
      caCertPem: authority.certPem,
      validityPeriodHours: 2 * year,
      earlyRenewalHours: 183 * day,
      allowedUses: ["digital_signature", "server_auth", ...(client ? ["client_auth"] : [])],
    },
    opts,
  );
  return { certificate: interpolate`${certificate.certPem}${authority.certPem}`, key: key.privateKeyPem };
}
