import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateError } from "../../../../cli/verify/certificate";
import { certificateFor } from "../../../e2e/production/support/certificate";

const host = "shop.example.com";
const made = (names = [`DNS:${host}`], days = 90): X509Certificate =>
  new X509Certificate(certificateFor(names, days).certificate);
const installed = made();
const later = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const checked = (
  leaf: X509Certificate,
  more: Partial<Parameters<typeof certificateError>[1]> = {},
  distrust?: string,
): string | undefined =>
  certificateError(
    { leaf, ...(distrust === undefined ? {} : { distrust }) },
    { host, installed: leaf, tls: { mode: "self-signed" }, stack: "prod", now: new Date(), ...more },
  );
const authority = { mode: "lets-encrypt", email: "ops@example.com" } as const;

describe("a host's certificate", () => {
  it("is fine while it is the proxy's, covers the host and lasts", () => {
    expect(checked(installed)).toBeUndefined();
  });

  it("is another one than the proxy has, where a reload did not happen", () => {
    expect(checked(made(), { installed })).toBe(
      "it serves another certificate than the proxy has. Load it again: npx trireme up prod --rerun proxy",
    );
  });

  it("must cover the host", () => {
    expect(checked(made(["DNS:elsewhere.example.com"]))).toBe("it covers DNS:elsewhere.example.com alone");
  });

  it("must be trusted when it is the public authority's, and need not be when it is another's", () => {
    expect(checked(installed, { tls: authority }, "unable to verify")).toBe(
      "it is not trusted: unable to verify",
    );
    const own = { ...authority, server: "https://acme.example.com/directory" };
    expect(checked(installed, { tls: own }, "unable to verify")).toBeUndefined();
  });

  it("is forgotten in its last quarter, or its last weeks where they are fewer", () => {
    const fix = "Make a new one: npx trireme up prod";
    expect(checked(installed, { now: later(67) })).toBeUndefined();
    expect(checked(installed, { now: later(69) })).toMatch(
      /^it ends in 2[01] days, on .*\. Make a new one: /,
    );
    expect(checked(installed, { now: later(100) })).toMatch(/^it ended 1[01] days ago, on /);
    const long = made(undefined, 365);
    expect(checked(long, { now: later(334) })).toBeUndefined();
    expect(checked(long, { now: later(336) })).toContain(fix);
    expect(checked(installed, { now: later(75), tls: authority })).toBeUndefined();
    expect(checked(installed, { now: later(77), tls: authority })).toContain("npx trireme renew prod");
  });
});
