import { parse, stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "../docker/checkout";
import { containerOf, eventually, execIn } from "../docker/engine";
import { Authority } from "./support/authority";
import { certificateFor, type Pair } from "./support/certificate";
import { ask } from "./support/client";
import { targets } from "./support/live";
import { faultsOf, Load } from "./support/load";

const production = inject("production");
const { stack, domain, http } = production;
const checkout = Checkout.at(production.folder);
const file = `Pulumi.${stack}.yaml`;
const original = checkout.read(file);

interface StackFile {
  readonly config: { "trireme:settings": Record<string, unknown> } & Record<string, unknown>;
}

/** The stack with other settings beside its own. */
function configure(settings: Readonly<Record<string, unknown>>): void {
  const data = parse(original) as StackFile;
  Object.assign(data.config["trireme:settings"], settings);
  checkout.write(file, stringify(data));
}

function give({ certificate, key }: Pair): void {
  configure({ tls: { mode: "given" }, secrets: { "tls-certificate": certificate, "tls-key": key } });
}

async function up(): Promise<Outcome> {
  return await checkout.npm("up", stack, "--yes", "--skip-preview");
}

async function deployed(): Promise<void> {
  const { code, output } = await up();
  expect(code, output).toBe(0);
}

async function shown(): Promise<string> {
  return (await ask(production, "/health")).fingerprint ?? "none";
}

async function metric(): Promise<string> {
  const { output } = await execIn(await containerOf(stack, "proxy", "proxy"), [
    "cat",
    "/var/lib/metrics/certificate.prom",
  ]);
  return output;
}

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

afterAll(async () => {
  checkout.write(file, original);
  const { code, output } = await up();
  if (code !== 0) throw new Error(output);
}, 900_000);

describe("a self-signed certificate", () => {
  it("is judged by verify, and its end is in the metrics", async () => {
    const { code, output } = await checkout.npm("verify", stack);
    expect(output).toMatch(
      new RegExp(`✓ certificate of ${domain} is valid for 36[45] more days \\(self-signed\\)`),
    );
    expect(code, output).toBe(0);
    expect(await metric()).toMatch(
      new RegExp(`certificate_expiry_timestamp_seconds\\{host="${domain}"\\} \\d{10}`),
    );
  });

  it(
    "is made anew by one command, under load and without a failed request",
    { timeout: 900_000 },
    async () => {
      const before = await shown();
      const faults = await underLoad(async () => {
        const { code, output } = await checkout.npm("renew", stack);
        expect(code, output).toBe(0);
      });
      expect(faults).toEqual([]);
      expect(await shown()).not.toBe(before);
    },
  );
});

describe("a certificate that the operator gives", () => {
  it("is refused before anything changes when it is not for this host", async () => {
    const before = await shown();
    give(certificateFor(["DNS:elsewhere.example.com"]));
    const { code, output } = await up();
    expect(code).not.toBe(0);
    expect(output).toContain(`does not cover ${domain}, only DNS:elsewhere.example.com`);
    expect(await shown()).toBe(before);
  });

  it("is replaced under load without a failed request", { timeout: 900_000 }, async () => {
    give(certificateFor([`DNS:${domain}`]));
    await deployed();
    const before = await shown();
    give(certificateFor([`DNS:${domain}`], 20, 180));
    expect(await underLoad(deployed)).toEqual([]);
    expect(await shown()).not.toBe(before);
  });

  it("that is about to end is told by verify", async () => {
    const { code, output } = await checkout.npm("verify", stack);
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`✗ certificate of ${domain} is valid: it ends in (19|20) days`));
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

  const settings = (server: string, ca: string) => ({
    tls: { mode: "lets-encrypt", email: "ops@example.com", server, ca },
  });

  it(
    "that is not had ends the deployment with the client's own words; what was, stays",
    { timeout: 900_000 },
    async () => {
      const before = await shown();
      configure(settings(authority.directory.replace(/:\d+/, ":1"), authority.ca));
      const { code, output } = await up();
      expect(code).not.toBe(0);
      expect(output).toMatch(
        /the certificate for .*: container \S+-proxy-acme-issue-\S+ failed, with exit code 1/,
      );
      expect(output).toMatch(/\| .*(Connection refused|refused)/);
      expect(await shown()).toBe(before);
    },
  );

  it("is issued by the next deployment that can", { timeout: 900_000 }, async () => {
    const before = await shown();
    configure(settings(authority.directory, authority.ca));
    await deployed();
    await eventually("the certificate is not in force", async () =>
      (await shown()) === before ? undefined : true,
    );
    expect(authority.issued).toBe(1);
    expect(await metric()).toContain("certificate_renewal_success 1");
    const { code, output } = await checkout.npm("verify", stack);
    expect(output).toMatch(
      new RegExp(`✓ certificate of ${domain} is valid for (89|90) more days \\(lets-encrypt\\)`),
    );
    expect(code, output).toBe(0);
  });

  it(
    "is renewed and in force within seconds, under load and without a failed request",
    { timeout: 900_000 },
    async () => {
      const before = await shown();
      const faults = await underLoad(async () => {
        const { code, output } = await checkout.npm("renew", stack);
        expect(code, output).toBe(0);
        await eventually(
          "the new certificate is not in force",
          async () => ((await shown()) === before ? undefined : true),
          20_000,
        );
      });
      expect(faults).toEqual([]);
      expect(authority.issued).toBe(2);
    },
  );
});
