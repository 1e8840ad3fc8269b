import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreedByName } from "../../../../cli/stack/confirm";
import { deletionOf, divided, keptReport, retainedVolumes } from "../../../../cli/stack/kept-data";
import type { ExportedResource } from "../../../../cli/stack/rerun";

const volume = "docker:index/volume:Volume";
const resource = (urn: string, more: Partial<ExportedResource> = {}): ExportedResource => ({
  urn: `urn:${urn}`,
  type: "docker:index/container:Container",
  id: urn,
  ...more,
});

/** Resources that refer to earlier ones alone, as a state has them. */
const anyState = fc
  .array(
    fc.record({
      protect: fc.boolean(),
      type: fc.constantFrom(
        volume,
        "docker:index/container:Container",
        "random:index/randomBytes:RandomBytes",
      ),
      way: fc.constantFrom("parent", "dependencies", "propertyDependencies", "deletedWith", "provider"),
      to: fc.nat(),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ protect, type, way, to }, index): ExportedResource => {
      const urn = `urn:${index === 0 ? 0 : to % index}`;
      const ways = {
        parent: { parent: urn },
        dependencies: { dependencies: [urn] },
        propertyDependencies: { propertyDependencies: { a: [urn], b: null } },
        deletedWith: { deletedWith: urn },
        provider: { provider: `${urn}::some-id` },
      };
      return resource(String(index), {
        type,
        protect: protect && index % 3 === 0,
        ...(index === 0 ? {} : ways[way]),
      });
    }),
  );

describe("a destroy that keeps data", () => {
  it("removes nothing that is protected, nothing that the kept needs, and no value that data was written under", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { data, removed } = divided(state);
        const gone = new Set(removed);
        expect(data.every(({ urn }) => !gone.has(urn))).toBe(true);
        for (const one of state.filter(({ urn }) => !gone.has(urn))) {
          const words = JSON.stringify([
            one.parent,
            one.dependencies,
            one.propertyDependencies,
            one.deletedWith,
          ]);
          for (const urn of gone) {
            expect(words).not.toContain(`"${urn}"`);
            expect(one.provider?.startsWith(`${urn}::`) ?? false).toBe(false);
          }
        }
        if (data.length > 0)
          expect(state.filter(({ type, urn }) => type.startsWith("random:") && gone.has(urn))).toEqual([]);
        else expect(removed).toHaveLength(state.length);
      }),
      { numRuns: 150 },
    );
  });

  it("removes what needs the kept, and what stands beside it", () => {
    const state = [
      resource("stack", { type: "pulumi:pulumi:Stack" }),
      resource("data", { type: volume, protect: true, parent: "urn:stack" }),
      resource("password", { type: "random:index/randomPassword:RandomPassword", parent: "urn:stack" }),
      resource("db", { parent: "urn:stack", dependencies: ["urn:data", "urn:password"] }),
      resource("cache", { type: volume, parent: "urn:stack" }),
    ];
    expect(divided(state).removed).toEqual(["urn:db", "urn:cache"]);
  });

  it("says what is kept, and how it goes too", () => {
    const data = [resource("v", { type: volume, protect: true, outputs: { name: "shop-prod-db-data-1" } })];
    expect(keptReport("prod", "Remove it too: so", data).split("\n")).toEqual([
      "The data of stack prod is kept, with the generated passwords that belong to it:",
      "  volume shop-prod-db-data-1",
      "Bring the stack back with it: npx trireme up prod",
      "Remove it too: so",
    ]);
  });
});

describe("the removal of data", () => {
  it("is asked for by an option, which may have the name", () => {
    expect(deletionOf(undefined)).toEqual({ wanted: false });
    expect(deletionOf(true)).toEqual({ wanted: true });
    expect(deletionOf("prod")).toEqual({ wanted: true, named: "prod" });
    expect(deletionOf("")).toEqual({ wanted: true, named: "" });
  });

  it("needs the stack's own name, and someone who writes it", async () => {
    expect(await agreedByName("prod", "prod")).toBe(true);
    await expect(agreedByName("prod", "")).rejects.toThrow(/Nothing was changed/);
    await expect(agreedByName("prod", "prod-2")).rejects.toThrow('"prod-2" is not the name of the stack');
    const { isTTY } = process.stdin;
    process.stdin.isTTY = false;
    try {
      await expect(agreedByName("prod", undefined)).rejects.toThrow("--delete-data=prod");
    } finally {
      process.stdin.isTTY = isTTY;
    }
  });

  it("takes the volumes that the destroy only lets go of", () => {
    const named = (name: string) => ({ type: volume, outputs: { name } });
    const state = [
      resource("a", { ...named("kept"), retainOnDelete: true }),
      resource("b", named("gone")),
      resource("c", { retainOnDelete: true, outputs: { name: "a container" } }),
    ];
    expect(retainedVolumes(state)).toEqual(["kept"]);
  });
});
