import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateMistake } from "../../../../cli/verify/certificate";
import { certificateFor } from "../../../e2e/production/support/certificate";

const host = "shop.example.com";
const made = (names = [`DNS:${host}`], days = 90): X509Certificate =>
  new X509Certificate(certificateFor(names, days).certificate);
const installed = made();
const later = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const judged = (
  leaf: X509Certificate,
  more: Partial<Parameters<typeof certificateMistake>[1]> = {},
  distrust?: string,
): string | undefined =>
  certificateMistake(
    { leaf, ...(distrust === undefined ? {} : { distrust }) },
    { host, installed: leaf, tls: { mode: "self-signed" }, stack: "prod", now: new Date(), ...more },
  );
const authority = { mode: "lets-encrypt", email: "ops@example.com" } as const;

describe("a host's certificate", () => {
  it("is fine while it is the proxy's, covers the host and lasts", () => {
    expect(judged(installed)).toBeUndefined();
  });

  it("is another one than the proxy has, where a reload did not happen", () => {
    expect(judged(made(), { installed })).toBe(
      "it shows another certificate than the proxy has. Bring it again: npx trireme up prod --rerun proxy",
    );
  });

  it("must cover the host", () => {
    expect(judged(made(["DNS:elsewhere.example.com"]))).toBe("it covers DNS:elsewhere.example.com alone");
  });

  it("must be trusted when it is the public authority's, and need not be when it is another's", () => {
    expect(judged(installed, { tls: authority }, "unable to verify")).toBe(
      "it is not trusted: unable to verify",
    );
    const own = { ...authority, server: "https://acme.example.com/directory" };
    expect(judged(installed, { tls: own }, "unable to verify")).toBeUndefined();
  });

  it("is forgotten in its last quarter, or its last weeks where they are fewer", () => {
    const mend = "Make a new one: npx trireme up prod";
    expect(judged(installed, { now: later(67) })).toBeUndefined();
    expect(judged(installed, { now: later(69) })).toMatch(/^it ends in 2[01] days, on .*\. Make a new one: /);
    expect(judged(installed, { now: later(100) })).toMatch(/^it ended 1[01] days ago, on /);
    const long = made(undefined, 365);
    expect(judged(long, { now: later(334) })).toBeUndefined();
    expect(judged(long, { now: later(336) })).toContain(mend);
    expect(judged(installed, { now: later(75), tls: authority })).toBeUndefined();
    expect(judged(installed, { now: later(77), tls: authority })).toContain("npx trireme renew prod");
  });
});
