import { X509Certificate } from "node:crypto";
import { warningDays, type Ingress, type System } from "../../components/model";
import { daysUntil } from "../../components/render/acme/certificates";
import { certificateFile } from "../../components/render/nginx";
import { ingressPlaces } from "../../components/render/proxy/places";
import { get, reasonOf } from "./request";
import { fails, holds, type Verdict } from "./verdict";

/** What a command printed that reads a certificate. */
interface Read {
  readonly code: number;
  readonly output: string;
}

type Mode = NonNullable<Ingress["tls"]>["mode"];

/** What a person does about a certificate that is about to end. */
function fix(mode: Mode, stack: string): string {
  switch (mode) {
    case "lets-encrypt":
      return `Its renewal has failed for weeks. Look: npx trireme logs ${stack} proxy; try now: npx trireme renew ${stack}`;
    case "custom":
      return "Get a new one and set it: docs/certificates.md says how";
    case "self-signed":
      return `Make a new one: npx trireme up ${stack}`;
    default:
      return mode satisfies never;
  }
}

/** Prints the certificate that our proxy has, without its key. */
export function certificateCommand({ engine = "nginx" }: Pick<Ingress, "engine">): readonly string[] {
  return ["sed", "-n", "/BEGIN CERT/,/END CERT/p", `${ingressPlaces[engine].folder}/${certificateFile}`];
}

/** What an ingress was given, as far as it can be read. */
function installed({ code, output }: Read): X509Certificate | string {
  if (code !== 0) return output.trim();
  return output.includes("BEGIN CERT") ? new X509Certificate(output) : "the ingress has no certificate";
}

/** Days that the certificate must still hold: fewer for one whose authority issues only short ones. */
function fewestDays(certificate: X509Certificate, mode: Mode): number {
  const whole = daysUntil(new Date(certificate.validTo), new Date(certificate.validFrom));
  return Math.min(warningDays(mode), Math.floor(whole / 4));
}

/** What is wrong with the certificate that a host shows; absent where nothing is. */
export function certificateError(
  shown: { readonly leaf: X509Certificate; readonly distrust?: string },
  expected: {
    readonly host: string;
    readonly installed: X509Certificate;
    readonly tls: NonNullable<Ingress["tls"]>;
    readonly stack: string;
    readonly now: Date;
  },
): string | undefined {
  const { leaf, distrust } = shown;
  const { host, tls, stack, now } = expected;
  if (leaf.fingerprint256 !== expected.installed.fingerprint256)
    return `it serves another certificate than the proxy has. Load it again: npx trireme up ${stack} --rerun proxy`;
  if (leaf.checkHost(host) === undefined) return `it covers ${leaf.subjectAltName ?? "no host"} alone`;
  // Another authority than the public one may be trusted where the system is used, and not here.
  if (tls.mode === "lets-encrypt" && tls.server === undefined && distrust !== undefined)
    return `it is not trusted: ${distrust}`;
  const days = daysUntil(new Date(leaf.validTo), now);
  return days < fewestDays(leaf, tls.mode)
    ? `it ${days < 0 ? `ended ${-days} days ago` : `ends in ${days} days`}, on ${leaf.validTo}. ${fix(tls.mode, stack)}`
    : undefined;
}

/**
 * Whether each host of the ingress shows the certificate that it has, and for how long it holds.
 *
 * @param ingress what it has, and where names below `localhost` are
 */
export async function checkCertificates(
  system: System,
  { certificate: read, address: at }: { readonly certificate?: Read; readonly address: string },
  stack: string,
  now = new Date(),
): Promise<readonly Verdict[]> {
  const { ingress } = system;
  if (read === undefined || ingress?.tls === undefined || ingress.https === undefined) return [];
  const { tls, https, hosts } = ingress;
  const own = installed(read);
  return await Promise.all(
    hosts.map(async (host) => {
      const claim = `certificate of ${host} is valid`;
      if (typeof own === "string") return fails(claim, own);
      try {
        const { certificate } = await get(new URL(`https://${host}:${https.port}/`), at);
        if (certificate === undefined) return fails(claim, "the server presented none");
        const error = certificateError(certificate, { host, installed: own, tls, stack, now });
        const days = daysUntil(new Date(certificate.leaf.validTo), now);
        return error === undefined
          ? holds(`certificate of ${host} is valid for ${days} more days (${tls.mode})`)
          : fails(claim, error);
      } catch (error) {
        return fails(claim, reasonOf(error));
      }
    }),
  );
}
