import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "../docker/engine";
import { Authority } from "./support/authority";
import { certificateFor } from "./support/certificate";
import { Certificates } from "./support/certificates";
import { targets } from "./support/live";
import { faultsOf, Load } from "./support/load";

const production = inject("production");
const { stack, domain, http } = production;
const certificates = new Certificates(production);
const { checkout } = certificates;

/** Runs a change under load; resolves to what failed of it. */
async function underLoad(change: () => Promise<void>): Promise<readonly string[]> {
  const load = await Load.start(production, targets);
  const [changed, samples] = await Promise.allSettled([change()]).then(
    async ([outcome]) => [outcome, await load.stop()] as const,
  );
  if (changed.status === "rejected") throw changed.reason;
  console.log(`${samples.length} requests`);
  return faultsOf(samples);
}

async function renewed(): Promise<void> {
  const { code, output } = await checkout.trireme("renew", stack);
  expect(code, output).toBe(0);
}

afterAll(async () => {
  await certificates.restore();
}, 900_000);

describe("a certificate under load, without a failed request,", () => {
  it("that is self-signed is renewed by one command", { timeout: 900_000 }, async () => {
    const before = await certificates.shown();
    expect(await underLoad(renewed)).toEqual([]);
    expect(await certificates.shown()).not.toBe(before);
  });

  it("that the operator provides is replaced", { timeout: 900_000 }, async () => {
    certificates.give(certificateFor([`DNS:${domain}`]));
    await certificates.deployed();
    const before = await certificates.shown();
    certificates.give(certificateFor([`DNS:${domain}`]));
    expect(await underLoad(() => certificates.deployed())).toEqual([]);
    expect(await certificates.shown()).not.toBe(before);
  });
});

describe("a certificate of an authority", () => {
  let authority: Authority;
  beforeAll(async () => {
    authority = await Authority.start(http + 10, http);
  }, 300_000);
  afterAll(async () => {
    await authority.stop();
  });

  it("is issued by the next deployment", { timeout: 900_000 }, async () => {
    const before = await certificates.shown();
    certificates.obtain(authority.directory, authority.ca);
    await certificates.deployed();
    await eventually("the certificate is not in force", async () =>
      (await certificates.shown()) === before ? undefined : true,
    );
    expect(authority.issued).toBe(1);
    expect(await certificates.metric()).toContain("certificate_renewal_success 1");
    const { code, output } = await checkout.trireme("verify", stack);
    expect(output).toMatch(
      new RegExp(`✓ certificate of ${domain} is valid for (89|90) more days \\(lets-encrypt\\)`),
    );
    expect(code, output).toBe(0);
  });

  it(
    "is renewed and in force within seconds, under load and without a failed request",
    { timeout: 900_000 },
    async () => {
      const before = await certificates.shown();
      const faults = await underLoad(async () => {
        await renewed();
        await eventually(
          "the new certificate is not in force",
          async () => ((await certificates.shown()) === before ? undefined : true),
          20_000,
        );
      });
      expect(faults).toEqual([]);
      expect(authority.issued).toBe(2);
    },
  );
});
