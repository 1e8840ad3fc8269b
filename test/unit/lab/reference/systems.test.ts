import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFile, registries, systemDefinitions } from "../../../../lab/reference/systems";
import { definitions } from "../../../../stacks/systems";

const root = join(import.meta.dirname, "../../../..");

describe("the lists of systems", () => {
  it("are those of the folders", async () => {
    expect(await systemDefinitions()).toEqual(Object.values(definitions));
    const modules = registries();
    expect(Object.keys(modules)).toEqual(["stacks/systems/index.ts", "stacks/systems/samples.ts"]);
    for (const name of Object.keys(definitions))
      expect(modules["stacks/systems/index.ts"]).toContain(`import ${name} from "./${name}";`);
  });

  it("stand in the description of Pulumi.yaml, and change nothing else of it", () => {
    const text = readFileSync(join(root, "Pulumi.yaml"), "utf8");
    const changed = projectFile(text, ["blog", "shop"]);
    expect(changed).toContain('description: "The system to run: blog or shop."');
    expect(projectFile(changed, Object.keys(definitions))).toBe(text);
  });
});
