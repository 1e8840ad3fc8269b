import { describe, expect, it } from "vitest";
import { describeSystem } from "../../../../stacks/config/describe";
import { checkedArgs } from "../../../../stacks/config/checked";
import { parse } from "../../../../stacks/config/parse";
import { root } from "../../../support/sources";

const far = { components: ["ml-service", "qdrant"], address: "ml.example.com" };
const gate = { from: ["203.0.113.7/32"] };
const config = (topology: object, more: object = {}) =>
  parse({
    system: "synthstack",
    environment: "development",
    target: "docker",
    settings: { topology, ...more },
  });

function problems(topology: object, more: object = {}, target = "docker"): readonly string[] {
  try {
    checkedArgs({ ...config(topology, more), target } as ReturnType<typeof config>, root);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
}

describe("SynthStack on two hosts", () => {
  it("is accepted on both sides, each with what it runs", () => {
    const main = { elsewhere: { "synthstack-ml": far }, gate };
    const part = { of: { stack: "synthstack-main", ...far, address: "main.example.com" }, gate };
    expect([problems(main), problems(part)]).toEqual([[], []]);
    const names = (topology: object) =>
      describeSystem(config(topology))
        .services.map(({ name }) => name)
        .sort();
    expect(names(part)).toEqual(["ml-service", "postgres-relay", "redis-relay", "stack-gate"]);
    expect(names(main)).toContain("qdrant-relay");
    expect(Object.keys(checkedArgs(config(main), root).joins ?? {})).toEqual(["synthstack-ml"]);
  });

  it.each([
    [
      "a name that is no component",
      { elsewhere: { ml: { ...far, components: ["ml"] } } },
      /settings.topology.elsewhere.ml.components: has "ml"/,
    ],
    [
      "a component in two stacks",
      { elsewhere: { a: far, b: far }, gate },
      /"ml-service", which is listed twice/,
    ],
    [
      "both sides at once",
      { elsewhere: { a: far }, of: { stack: "b", ...far }, gate },
      /settings.topology.of: says that this stack/,
    ],
    ["a gate for nobody", { gate }, /settings.topology.gate: is for other stacks/],
    [
      "no gate where others come in",
      { elsewhere: { ml: far } },
      /settings.topology.gate: is missing: another stack reaches/,
    ],
    [
      "a store that a job of the release needs",
      { elsewhere: { ml: { ...far, components: ["postgres"] } } },
      /job "migrate" needs "postgres"/,
    ],
    [
      "a disk on the other side",
      { elsewhere: { ml: { ...far, components: ["directus"] } } },
      /"directus" mounts the volume "directus-uploads"/,
    ],
    [
      "strangers",
      {
        elsewhere: { a: { ...far, components: ["ml-service"] }, b: { ...far, components: ["qdrant"] } },
        gate,
      },
      /"ml-service" of a reaches "qdrant" of b/,
    ],
    [
      "a URL for nothing",
      { urls: { "web-site": "https://example.com" } },
      /settings.topology.urls.web-site: system "synthstack" has no service or site/,
    ],
  ])("is refused with %s", (_, topology, expected) => {
    expect(problems(topology).join("\n")).toMatch(expected);
  });

  it("has its secrets in the main stack alone", () => {
    const part = { of: { stack: "synthstack-main", ...far }, gate };
    expect(
      problems(part, { secrets: { "openai-api-key": "x" }, rotations: { redis: 1 } }).join("\n"),
    ).toMatch(
      /settings.secrets: is for the stack that runs the main part, synthstack-main[^]*settings.rotations: is for/,
    );
  });
});
