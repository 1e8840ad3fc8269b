import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { userHome } from "../../../setup/cli";
import { nameDifferences, type PropertyNames } from "../../../setup/plugin-names";
import { builtPlugin, plugins } from "../../../setup/plugin-folders";
import { projectRoot } from "../../../setup/workspace";

describe.each(plugins)("the %s plugin", (name) => {
  const binary = builtPlugin(userHome(process.env), name);

  it.skipIf(binary === undefined)(
    "names every property as the npm package does, when it is built from source",
    () => {
      const names = JSON.parse(
        execFileSync(binary ?? "", ["names"], { encoding: "utf8", maxBuffer: 1 << 28 }),
      ) as Record<string, PropertyNames>;
      expect(Object.keys(names).length).toBeGreaterThan(0);
      expect(nameDifferences(names, join(projectRoot, "node_modules", "@pulumi", name))).toEqual([]);
    },
  );
});
