import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { target } from "../../../components/shared/target";
import { targetNames, targets } from "../../../components/targets";
import { configSchema } from "../../../stacks/config/schema";
import { root } from "../../support/sources";
import { shop } from "../../support/valid";

describe("the list of targets", () => {
  it("has each under its own name, which messages give", () => {
    for (const name of targetNames)
      expect([targets[name].name, targets[name].limits.target]).toEqual([name, name]);
  });

  it("is what a stack's file may name, each with a key for its own settings", () => {
    expect(configSchema.shape.target.options).toEqual(targetNames);
    const keys = Object.keys(configSchema.shape);
    const own = targetNames.filter((name) => targets[name].settings !== undefined);
    expect(keys.slice(-own.length)).toEqual(own);
  });

  it("is told in the description of the project", () => {
    const { config } = parseYaml(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
      readonly config: Readonly<Record<string, { readonly description: string }>>;
    };
    const [last, ...others] = [...targetNames].reverse();
    expect(config["trireme:target"]?.description).toBe(
      `Where it runs: ${others.reverse().join(", ")} or ${last}.`,
    );
  });
});

describe("a described target", () => {
  const dummy = target({
    name: "dummy",
    title: "Dummy",
    settings: z.strictObject({ place: z.string(), copies: z.number().optional() }),
    complete: (given, { environment }) => ({
      place: given?.place ?? "here",
      copies: given?.copies ?? (environment === "production" ? 2 : 1),
    }),
    limits: { names: [{ what: "service", max: 5, reason: "it is short" }], stores: "containers" },
    plugins: ["random"],
    autoscales: false,
    overridden: (system, { place }) => ({ ...system, name: place }),
    unsupported: (system, { copies }, { settings }) => [
      { path: system.name, message: `${copies} copies, ${Object.keys(settings.ports).length} ports` },
    ],
    conditional: (_, __, ___, given) => [
      { path: "dummy.copies", value: given?.copies, used: false, why: "nothing is copied" },
    ],
    platform: async (_, { place }) => Promise.reject(new Error(`made in ${place}`)),
  });
  const stack = {
    environment: "production",
    settings: { rotations: {}, ports: { http: 80 }, stores: {} },
    dummy: { place: "there" },
  } as const;

  it("acts on what the stack says below its name, and on the environment's defaults for the rest", () => {
    expect(dummy.settingsOf(stack)).toEqual({ place: "there", copies: 2 });
    const { dummy: _, ...without } = stack;
    expect(dummy.settingsOf({ ...without, environment: "staging" })).toEqual({
      place: "here",
      copies: 1,
    });
  });

  it("changes, refuses and makes a system by its complete settings, and knows what was given", async () => {
    expect(dummy.overridden(shop, stack).name).toBe("there");
    expect(dummy.unsupported(shop, stack)).toEqual([{ path: "shop", message: "2 copies, 1 ports" }]);
    expect(dummy.conditional(shop, stack).map(({ value }) => value)).toEqual([undefined]);
    const args = { system: shop, images: {}, substitutes: {}, provided: {}, protect: false };
    const transforms = () => Promise.resolve(undefined);
    await expect(dummy.platform(args, stack, transforms)).rejects.toThrow("made in there");
  });

  it("leaves the system as it is where it says nothing of that", () => {
    expect(targets.docker.overridden(shop, { ...stack, environment: "development" })).toBe(shop);
  });
});
