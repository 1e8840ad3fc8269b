import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { customTls, type System } from "../../../../../components/model";
import {
  checkCertificate,
  daysUntil,
  expiryMetric,
  validityOf,
} from "../../../../../components/render/acme/certificates";
import { proxy, shop } from "../../../../support/valid";

const system: System = { ...shop, ingress: { ...proxy, tls: customTls } };
const pairs: Record<"right" | "other", { certificate: string; key: string }> = {
  right: { certificate: "", key: "" },
  other: { certificate: "", key: "" },
};

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "trireme-certificates-"));
  for (const [name, host] of [
    ["right", "shop.example.com"],
    ["other", "elsewhere.example.com"],
  ] as const) {
    const files = ["-keyout", join(folder, "key"), "-out", join(folder, "certificate")];
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const names = ["-subj", "/CN=x", "-addext", `subjectAltName=DNS:${host}`];
    execFileSync("openssl", ["req", ...kind, "-days", "100", ...names, ...files], { stdio: "pipe" });
    pairs[name] = {
      certificate: readFileSync(join(folder, "certificate"), "utf8"),
      key: readFileSync(join(folder, "key"), "utf8"),
    };
  }
  rmSync(folder, { recursive: true });
});

function errors(certificate: string, key: string, now = new Date(Date.now() + 60_000)): readonly string[] {
  return checkCertificate(system, { "tls-certificate": certificate, "tls-key": key }, now).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

describe("a certificate that the operator provides", () => {
  it("is good when it covers the hosts, holds, and has its own key", () => {
    expect(errors(pairs.right.certificate, pairs.right.key)).toEqual([]);
  });

  it("is refused for other hosts, with those it covers", () => {
    expect(errors(pairs.other.certificate, pairs.other.key)).toEqual([
      "settings.secrets.tls-certificate does not cover shop.example.com, only DNS:elsewhere.example.com; set a certificate of these names, the host's own first",
    ]);
  });

  it("is refused with a key that is another's", () => {
    expect(errors(pairs.right.certificate, pairs.other.key)).toEqual([
      "settings.secrets.tls-key does not belong to tls-certificate; set the two that were issued together",
    ]);
  });

  it("is refused before and after its time", () => {
    const at = (days: number) =>
      errors(pairs.right.certificate, pairs.right.key, new Date(Date.now() + days * 86_400_000));
    expect(at(101)).toEqual([expect.stringMatching(/tls-certificate ended on .* get a new one/)]);
    expect(at(-1)).toEqual([expect.stringMatching(/tls-certificate is not valid before /)]);
  });

  it("and its key are refused as anything but PEM, without being shown", () => {
    const found = errors("nonsense", "hush");
    expect(found).toHaveLength(2);
    expect(found.join("\n")).not.toMatch(/nonsense|hush/);
  });

  it("is not looked for where it comes from elsewhere, or was not given at all", () => {
    expect(checkCertificate(system, {}, new Date())).toEqual([]);
    expect(checkCertificate(shop, { "tls-certificate": "nonsense" }, new Date())).toEqual([]);
  });
});

describe("the end of a certificate", () => {
  it("is told in whole days", () => {
    const { until } = validityOf(pairs.right.certificate);
    expect(daysUntil(until, new Date(until.getTime() - 36 * 3_600_000))).toBe(1);
    expect(daysUntil(until, new Date(until.getTime() + 1))).toBe(-1);
    expect(() => validityOf("nonsense")).toThrow("not a PEM certificate");
  });

  it("is a metric for each host", () => {
    expect(
      expiryMetric(["b.example.com", "a.example.com"], "2030-01-01T00:00:00Z").split("\n").slice(2),
    ).toEqual([
      'certificate_expiry_timestamp_seconds{host="a.example.com"} 1893456000',
      'certificate_expiry_timestamp_seconds{host="b.example.com"} 1893456000',
      "",
    ]);
  });
});
