import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { userHome } from "../../../setup/cli";
import { nameDifferences, type PropertyNames } from "../../../setup/plugin-names";
import { builtPlugin } from "../../../setup/plugin-folders";
import { projectRoot } from "../../../setup/workspace";
import { checked, productionOf } from "../scanners/deployed";
import { filesBelow, importsOf } from "../../support/sources";

/** The paths of properties that the plugin does not know. */
function unknownTo(names: PropertyNames, value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => unknownTo(names, one, at));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = names[name];
    if (known === undefined) return [`${at}.${name}`];
    return known.fields === null ? [] : unknownTo(known.fields, inner, `${at}.${name}`);
  });
}

describe("the AWS plugin", () => {
  const binary = builtPlugin(userHome(process.env), "aws");
  const names = (): Record<string, PropertyNames> =>
    JSON.parse(execFileSync(binary ?? "", ["names"], { encoding: "utf8", maxBuffer: 1 << 28 })) as Record<
      string,
      PropertyNames
    >;

  it.skipIf(binary === undefined)(
    "names every property as the npm package does, when it is built from source",
    () => {
      const bridged = names();
      expect(Object.keys(bridged).length).toBeGreaterThan(100);
      const differences = nameDifferences(bridged, join(projectRoot, "node_modules", "@pulumi", "aws"));
      // The package is a few months newer, and WAF's statements are nested deeper in its types.
      expect(differences.filter((line) => !/the package has \w+, the plugin does not$/.test(line))).toEqual(
        [],
      );
    },
  );

  it.skipIf(binary === undefined).each(checked)(
    "knows every property that production of %s sets, to the last block",
    async (system) => {
      const bridged = names();
      const { resources } = await productionOf(system);
      const set = resources.filter(({ type }) => type in bridged);
      expect(set.length).toBeGreaterThan(100);
      const unknown = set.flatMap(({ type, inputs }) => unknownTo(bridged[type] ?? {}, inputs, type));
      expect([...new Set(unknown)]).toEqual([]);
    },
  );

  it.skipIf(binary === undefined)("has the modules that the target imports", () => {
    const bridged = new Set(Object.keys(names()).map((token) => token.split(":")[1]?.split("/")[0]));
    const imported = filesBelow("components/aws").flatMap((path) =>
      importsOf(path).flatMap((to) => /^@pulumi\/aws\/(\w+)$/.exec(to)?.[1] ?? []),
    );
    const apart = ["provider", "types", "getAvailabilityZones", "getCallerIdentity"];
    expect([...new Set(imported)].filter((one) => !bridged.has(one) && !apart.includes(one))).toEqual([]);
  });
});
