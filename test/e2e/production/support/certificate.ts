import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const day = 86_400_000;

/** As openssl reads it: 20260131120000Z. */
function stamp(days: number): string {
  return new Date(Date.now() + days * day).toISOString().replace(/[-:T]|\.\d+/g, "");
}

const settings = `[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
serial = serial
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/**
 * A certificate as an operator has it, signed by itself, for `DNS:` and `IP:` names.
 *
 * @param days until it ends
 * @param age days since it began
 */
export function certificateFor(names: readonly string[], days = 90, age = 0): Pair {
  const cwd = mkdtempSync(join(tmpdir(), "trireme-certificate-"));
  const openssl = (...args: readonly string[]): void =>
    void execFileSync("openssl", args, { cwd, stdio: "pipe" });
  try {
    writeFileSync(join(cwd, "settings"), settings);
    writeFileSync(join(cwd, "index"), "");
    openssl(
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", "/CN=trireme", "-addext", `subjectAltName=${names.join(",")}`],
      ...["-keyout", "key.pem", "-out", "request.pem"],
    );
    openssl(
      ...["ca", "-batch", "-selfsign", "-notext", "-rand_serial", "-config", "settings"],
      ...["-keyfile", "key.pem", "-in", "request.pem", "-out", "certificate.pem"],
      ...["-startdate", stamp(-age), "-enddate", stamp(days)],
    );
    return {
      certificate: readFileSync(join(cwd, "certificate.pem"), "utf8"),
      key: readFileSync(join(cwd, "key.pem"), "utf8"),
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
