import { beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "../docker/checkout";
import type { Sample } from "../production/support/attack";
import { targets } from "../production/support/live";
import { faultsOf, Load, ratesOn } from "../production/support/load";
import { driverOf, instanceOf } from "../../support/drivers";

const subject = inject("subject");
const { stack } = subject;
const driver = driverOf(subject);
const checkout = Checkout.at(subject.folder);
/** The nodes have the images, and no registry to ask for their digests. */
const byTag = subject.target === "kubernetes" ? ["--unpinned"] : [];

describe("a release, the way back, and the next release, under load", () => {
  const steps: Outcome[] = [];
  const versions: string[] = [];
  const migrations: string[] = [];
  let written = "";
  let samples: readonly Sample[] = [];

  async function step(...words: readonly [string, ...string[]]): Promise<void> {
    const [command, ...args] = words;
    steps.push(await checkout.trireme(command, stack, ...args, "--yes"));
    versions.push(await driver.releaseOf(await instanceOf(driver, "backend")));
    migrations.push(await driver.runOf("migrate"));
  }

  beforeAll(async () => {
    await step("release", "v1", ...byTag);
    const load = await Load.start(subject, targets, ratesOn[subject.target]);
    await step("release", "v2", ...byTag);
    await step("rollback");
    written = checkout.read(`Pulumi.${stack}.yaml`);
    await step("release", "v3", ...byTag);
    samples = await load.stop();
  }, 1_800_000);

  it("each succeed and serve what they say", () => {
    for (const { code, output } of steps) expect(code, output).toBe(0);
    expect(versions).toEqual(["v1", "v2", "v1", "v3"]);
  });

  it("fail no request", () => {
    console.log(`${samples.length} requests during 3 deployments`);
    expect(samples.length).toBeGreaterThan(1000);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("run each release's migration once, and none on the way back", () => {
    const [first, second, back, third] = migrations;
    expect(back).toBe(second);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it("leave the way back in the stack's file until the next release", () => {
    expect(written).toMatch(/trireme:imageTag: v1\n/);
    expect(written).toMatch(/trireme:rollback:\n\s+to: v1\n\s+jobs:\n\s+migrate: v2\n/);
    expect(checkout.read(`Pulumi.${stack}.yaml`)).not.toContain("rollback");
  });

  it("say before what will stay", () => {
    expect(steps[2]?.output).toContain("migrate stays at v2 and does not run");
  });
});

describe("a way back that there is not", () => {
  it("is refused with the releases that there are", async () => {
    const { code, output } = await checkout.trireme("rollback", stack, "v9", "--yes");
    expect(code).toBe(1);
    expect(output).toMatch(/v9 is not an earlier release that came up; those are (v0, )?v1, v2/);
  });
});
