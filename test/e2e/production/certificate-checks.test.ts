import { afterAll, describe, expect, inject, it } from "vitest";
import { Authority } from "./support/authority";
import { certificateFor } from "./support/certificate";
import { Certificates } from "./support/certificates";

const production = inject("production");
const { stack, domain, http } = production;
const certificates = new Certificates(production);
const { checkout } = certificates;

afterAll(async () => {
  await certificates.restore();
}, 900_000);

describe("a self-signed certificate", () => {
  it("is checked by verify, and its end is in the metrics", async () => {
    const { code, output } = await checkout.trireme("verify", stack);
    expect(output).toMatch(
      new RegExp(`✓ certificate of ${domain} is valid for 36[45] more days \\(self-signed\\)`),
    );
    expect(code, output).toBe(0);
    expect(await certificates.metric()).toMatch(
      new RegExp(`certificate_expiry_timestamp_seconds\\{host="${domain}"\\} \\d{10}`),
    );
  });
});

describe("a certificate that the operator provides", () => {
  it("is refused before anything changes when it is not for this host", async () => {
    const before = await certificates.shown();
    certificates.give(certificateFor(["DNS:elsewhere.example.com"]));
    const { code, output } = await certificates.up();
    expect(code).not.toBe(0);
    expect(output).toContain(`does not cover ${domain}, only DNS:elsewhere.example.com`);
    expect(await certificates.shown()).toBe(before);
  });

  it("that is about to end is told by verify", { timeout: 900_000 }, async () => {
    certificates.give(certificateFor([`DNS:${domain}`], 20, 180));
    await certificates.deployed();
    const { code, output } = await checkout.trireme("verify", stack);
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`✗ certificate of ${domain} is valid: it ends in (19|20) days`));
  });
});

describe("a certificate of an authority", () => {
  it(
    "that is not had ends the deployment with the client's own words; what was, stays",
    { timeout: 900_000 },
    async () => {
      const authority = await Authority.start(http + 10, http);
      try {
        const before = await certificates.shown();
        certificates.obtain(authority.directory.replace(/:\d+/, ":1"), authority.ca);
        const { code, output } = await certificates.up();
        expect(code).not.toBe(0);
        expect(output).toMatch(
          /the certificate for .*: container \S+-proxy-acme-issue-\S+ failed, with exit code 1/,
        );
        expect(output).toMatch(/\| .*(Connection refused|refused)/);
        expect(await certificates.shown()).toBe(before);
      } finally {
        await authority.stop();
      }
    },
  );
});
