import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPinned, pinned, pinPattern, referencesOf } from "../../../../../components/model";
import { pulledReference } from "../../../../../components/aws/workload/images.args";
import { syfthub } from "../../../../../stacks/systems/syfthub";
import { pinsAfter } from "../../../../../cli/release/releases";
import { toResolve } from "../../../../../cli/commands/release";
import { deployToCluster } from "../../../../support/kubernetes";
import { deploy } from "../../../../support/mocks";
import { development } from "../../../../support/valid";
import { deploySyfthub, syfthubDevelopment } from "../../../../support/syfthub";

const digest = `sha256:${"ab".repeat(32)}`;
const place = { account: "123456789012", region: "eu-west-1", registries: {} };

const reference = fc
  .tuple(
    fc.constantFrom("", "ghcr.io/", "registry.example.com:5000/", "localhost:5000/"),
    fc.stringMatching(/^[a-z]{1,6}(\/[a-z]{1,6})?$/),
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,10}$/),
  )
  .map(([registry, name, tag]) => ({ repository: `${registry}${name}`, text: `${registry}${name}:${tag}` }));

describe("a pinned reference", () => {
  it("is its repository with the digest, with the tag for people where that is understood", () => {
    fc.assert(
      fc.property(reference, ({ repository, text }) => {
        expect(pinned(text, { [text]: digest })).toBe(`${repository}@${digest}`);
        expect(pinned(text, { [text]: digest }, true)).toBe(`${text}@${digest}`);
        expect(pinned(text, { [`${text}x`]: digest })).toBe(text);
        expect(pinned(text, {})).toBe(text);
        // The cache on the way keeps the digest whole.
        expect(pulledReference(`${repository}@${digest}`, "shop", place).endsWith(`@${digest}`)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("is an image's id where only an engine has it", () => {
    expect(pinned("api:v1", { "api:v1": `id:${digest}` })).toBe(digest);
    expect(pinPattern.test(`id:${digest}`)).toBe(true);
    expect(pinPattern.test("sha256:short")).toBe(false);
  });

  it("is never taken from what every object has", () => {
    expect(pinned("constructor", {})).toBe("constructor");
  });
});

describe("a stack with digests", () => {
  const production = syfthub({
    ...development,
    name: "production",
    domain: "hub.example.com",
    repository: "ghcr.io/your-org/syfthub",
    replicas: 2,
  });
  const pinsOf = (system: typeof production) => {
    const { own, engines } = referencesOf(system);
    return Object.fromEntries([...own, ...engines].map((one) => [one, digest]));
  };

  it.each([
    ["development", syfthubDevelopment],
    ["production", production],
  ])("pulls nothing by tag alone on an engine: %s", async (_, system) => {
    const { resources } = await deploy(() => deploySyfthub({ system, pins: pinsOf(system) }), {
      stack: "prod",
    });
    const images = resources.filter(
      ({ type, inputs }) => type.endsWith(":RemoteImage") && !("build" in inputs),
    );
    expect(images.length).toBeGreaterThan(4);
    for (const { inputs, deleteBeforeReplace } of images) {
      expect(inputs.name).toMatch(new RegExp(`^[^@]+@${digest}$`));
      expect(deleteBeforeReplace).toBe(false);
    }
  });

  it("has the same resources as one without", async () => {
    const names = async (pins: Readonly<Record<string, string>>) =>
      (await deploy(() => deploySyfthub({ pins }))).resources.map(({ type, name }) => `${type} ${name}`);
    expect(await names(pinsOf(syfthubDevelopment))).toEqual(await names({}));
  });

  it("pulls nothing by tag alone on a cluster", async () => {
    const { resources } = await deploy(() => deployToCluster({ pins: pinsOf(production) }), {
      stack: "prod",
    });
    const images = resources.flatMap(({ inputs }) =>
      [...JSON.stringify(inputs).matchAll(/"image":"([^"]+)"/g)].map(([, one = ""]) => one),
    );
    expect(images.length).toBeGreaterThan(8);
    expect(images.filter((image) => !isPinned(image))).toEqual([]);
  });

  it("makes no image of an id, which is there already", async () => {
    const nginx = referencesOf(production).engines.find((one) => one.startsWith("nginx:")) ?? "";
    const pins = { [nginx]: `id:${digest}` };
    const { resources } = await deploy(() => deploySyfthub({ system: production, pins }), { stack: "prod" });
    expect(resources.filter(({ name }) => name.includes("-nginx-1"))).toEqual([]);
    const proxy = resources.find(({ type, name }) => type.endsWith(":Container") && name.endsWith("-proxy"));
    expect(proxy?.inputs.image).toBe(digest);
  });
});

describe("a release", () => {
  const own = ["api:v2", "web:v2"];
  const references = [...own, "postgres:16", "nginx:1"];
  const present = { "api:v2": "sha256:1", "api:v1": "sha256:0", "postgres:16": "sha256:p" };

  it("asks for its own images each time, and for engines only where they have no digest yet", () => {
    expect(toResolve(references, own, present, false)).toEqual({
      asked: ["api:v2", "web:v2", "nginx:1"],
      kept: { "postgres:16": "sha256:p" },
    });
    expect(toResolve(references, own, present, true)).toEqual({ asked: references, kept: {} });
  });

  it("that is gone back to has the bytes that it ran with, and stores stay as they are", () => {
    const past = { "api:v1": "sha256:0", "postgres:16": "sha256:old" };
    const after = ["api:v1", "postgres:16", "migrate:v2"];
    expect(pinsAfter(past, { ...present, "migrate:v2": "sha256:m" }, after)).toEqual({
      "api:v1": "sha256:0",
      "migrate:v2": "sha256:m",
      "postgres:16": "sha256:p",
    });
    expect(pinsAfter(undefined, undefined, after)).toEqual({});
  });
});
