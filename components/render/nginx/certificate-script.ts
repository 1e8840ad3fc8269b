/** The certificate that nginx speaks for its hosts with. */
export interface MeasuredCertificate {
  /** Its file in PEM, the first of a chain. */
  readonly path: string;
  readonly hosts: readonly string[];
}

/**
 * Functions for the script of metrics: when the certificate ends, read from its file at each question, so that a renewed one is told of at
 * once. njs reads no certificates: of the DER (RFC 5280, 4.1) the fields before `validity` are stepped over, and its second moment is read.
 */
export function certificateScript({ path, hosts }: MeasuredCertificate): string {
  return `const fs = require("fs");
const hosts = ${JSON.stringify([...hosts].sort())};

// Where a field's content begins and ends.
function field(der, at) {
  const first = der[at + 1];
  if (first < 128) return { tag: der[at], from: at + 2, to: at + 2 + first };
  const size = first - 128;
  const from = at + 2 + size;
  return { tag: der[at], from: from, to: from + der.readUIntBE(at + 2, size) };
}

function moment(der, one) {
  let text = "";
  for (let at = one.from; at < one.to; at++) text += String.fromCharCode(der[at]);
  // Two digits of a year stand for 1950 to 2049.
  const full = one.tag === 24 ? text : (Number(text.slice(0, 2)) < 50 ? "20" : "19") + text;
  const part = (from, size) => Number(full.slice(from, from + size));
  return Date.UTC(part(0, 4), part(4, 2) - 1, part(6, 2), part(8, 2), part(10, 2), part(12, 2)) / 1000;
}

function ends() {
  const pem = fs.readFileSync(${JSON.stringify(path)}, "utf8");
  const begin = "-----BEGIN CERTIFICATE-----";
  const from = pem.indexOf(begin) + begin.length;
  const der = Buffer.from(pem.slice(from, pem.indexOf("-----END", from)).replace(/[^A-Za-z0-9+/=]/g, ""), "base64");
  let at = field(der, field(der, 0).from).from;
  // Version, where there is one; number, algorithm and issuer.
  if (der[at] === 160) at = field(der, at).to;
  for (let skipped = 0; skipped < 3; skipped++) at = field(der, at).to;
  return moment(der, field(der, field(der, field(der, at).from).to));
}

function certificate() {
  try {
    const seconds = ends();
    const name = "certificate_expiry_timestamp_seconds";
    return ["# HELP " + name + " When the certificate of a host ends.", "# TYPE " + name + " gauge"].concat(
      hosts.map((host) => name + '{host="' + host + '"} ' + seconds),
    );
  } catch (error) {
    ngx.log(ngx.ERR, "the certificate cannot be read: " + error.message);
    return [];
  }
}
`;
}
