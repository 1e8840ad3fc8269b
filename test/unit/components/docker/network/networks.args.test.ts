import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkNames } from "../../../../../components/docker/network/networks.args";
import { Platform } from "../../../../../components/docker/platform";
import { job, type System } from "../../../../../components/model";
import { reactdjango } from "../../../../../stacks/systems/reactdjango";
import { syfthub } from "../../../../../stacks/systems/syfthub";
import { orderedSystem } from "../../../../support/arbitrary";
import { deploy, kindOf } from "../../../../support/mocks";
import { development, image, shop } from "../../../../support/valid";
import { noEngine } from "../../../../support/outcomes";

const sweep = job("sweep", {
  image: image("sweep"),
  env: {},
  command: ["true"],
  run: { schedule: "0 3 * * *" },
});

/** The networks that a deployment of a system makes. */
async function made(system: System): Promise<readonly string[]> {
  const provided = Object.fromEntries(
    system.secrets.map(({ name }) => [name, `postgresql://user:provided@host:5432/${name}`]),
  );
  const args = { engine: noEngine, system, images: {}, substitutes: {}, provided, protect: false };
  const { resources } = await deploy(() => new Platform(args), { stack: "dev" });
  return resources
    .filter(({ type }) => kindOf(type) === "Network")
    .map(({ name }) => name.replace(`${system.name}-dev-`, ""))
    .sort();
}

describe("the networks of a system are counted before they are made:", { timeout: 60_000 }, () => {
  it.each([
    ["the shop", shop],
    [
      "SyftHub in production",
      syfthub({ ...development, name: "production", domain: "a.example.com", bucket: { name: "copies" } }),
    ],
    [
      "the shop with a scheduled job that reaches out",
      {
        ...shop,
        jobs: [...shop.jobs, { ...sweep, egress: true }],
      },
    ],
    ["ReactDjango", { ...reactdjango(development), jobs: [], backups: [], monitoring: undefined }],
  ])("%s", async (_, system) => {
    expect([...networkNames(system)].sort()).toEqual(await made(system));
  });

  it("any system", async () => {
    await fc.assert(
      fc.asyncProperty(orderedSystem, fc.func(fc.boolean()), async (system, egress) => {
        const services = system.services.map((service) => ({ ...service, egress: egress(service.name) }));
        expect([...networkNames({ ...system, services })].sort()).toEqual(
          await made({ ...system, services }),
        );
      }),
      { numRuns: 6 },
    );
  });
});
