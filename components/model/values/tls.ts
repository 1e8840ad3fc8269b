import type { Tls } from "../ingress";
import { provided, type Secret } from "../secret";

const certificate = provided("tls-certificate", {
  description:
    "the host's certificate with its chain, PEM; leave VALUE out and give the file on standard input",
});
const key = provided("tls-key", {
  description: "the certificate's private key, PEM; leave VALUE out and give the file on standard input",
});

/** A certificate that the operator provides as the secrets `tls-certificate` and `tls-key`. */
export const customTls: Tls = { mode: "custom", certificate: certificate.value, key: key.value };

/** The secrets of a certificate that the operator provides; none for the others. */
export function certificateSecrets(tls: Tls | undefined): readonly Secret[] {
  if (tls?.mode !== "custom") return [];
  return [certificate, key].filter(({ name }) => [tls.certificate.name, tls.key.name].includes(name));
}

/** The client that speaks to certificate authorities. */
export const certbotImage = "certbot/certbot:v5.5.0";

/** Days before its end at which a certificate counts as forgotten: time enough for a person to act. */
export function warningDays(mode: Tls["mode"]): number {
  // Let's Encrypt's is renewed 30 days before its end; at 14 that has failed for two weeks.
  return mode === "lets-encrypt" ? 14 : 30;
}
