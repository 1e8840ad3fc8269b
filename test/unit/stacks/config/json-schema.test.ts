import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { isBytes } from "../../../../components/model";
import { stackFileSchema } from "../../../../stacks/config/json-schema";
import { configSchema } from "../../../../stacks/config/schema";

const root = join(import.meta.dirname, "../../../..");
const schema = z.fromJSONSchema(stackFileSchema());
const accepts = (file: unknown) => schema.safeParse(file).success;

const base = {
  "trireme:system": "syfthub",
  "trireme:environment": "development",
  "trireme:target": "docker",
};
const withSettings = (settings: unknown) => ({ config: { ...base, "trireme:settings": settings } });

describe("the schema for editors", () => {
  it("is in its file as the program has it (npx trireme reference)", () => {
    const file = readFileSync(join(root, "schema/stack.schema.json"), "utf8");
    expect(JSON.parse(file)).toEqual(stackFileSchema());
  });

  it("is named by the file of every stack of the project, which it accepts", () => {
    // Of those under version control: other suites bring stacks of their own up in the checkout.
    const listed = execFileSync("git", ["ls-files", "Pulumi.*.yaml"], { cwd: root, encoding: "utf8" });
    const files = listed.split("\n").filter((name) => name !== "");
    expect(files).toContain("Pulumi.dev.yaml");
    for (const name of files) {
      const text = readFileSync(join(root, name), "utf8");
      expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=schema/stack.schema.json");
      expect(accepts(parseYaml(text)), name).toBe(true);
    }
  });

  it("accepts what the program accepts, and keys of other projects", () => {
    expect(accepts({ config: { ...base, "docker:host": "ssh://host" }, encryptionsalt: "v1:abc" })).toBe(
      true,
    );
    expect(
      accepts(
        withSettings({
          ports: { http: 8080 },
          services: { backend: { replicas: 2, variables: { A: "1", B: 2, C: true } } },
        }),
      ),
    ).toBe(true);
  });

  it("refuses what the program refuses", () => {
    expect(accepts({})).toBe(false);
    expect(accepts({ config: { "trireme:system": "syfthub" } })).toBe(false);
    expect(accepts({ config: { ...base, "trireme:domian": "localhost" } })).toBe(false);
    expect(accepts({ config: { ...base, "trireme:environment": "prod" } })).toBe(false);
    expect(accepts(withSettings({ port: {} }))).toBe(false);
    expect(accepts(withSettings({ ports: { http: 0 } }))).toBe(false);
  });

  it("wants secrets encrypted, and lets variables be", () => {
    const secure = { secure: "v1:abc" };
    expect(accepts(withSettings({ secrets: { token: secure } }))).toBe(true);
    expect(accepts(withSettings({ secrets: { token: "hunter2" } }))).toBe(false);
    expect(accepts(withSettings({ services: { api: { variables: { TOKEN: secure } } } }))).toBe(true);
    expect(accepts(withSettings({ services: { api: { variables: { TOKEN: { open: "x" } } } } }))).toBe(false);
  });

  it("takes the sizes that the program takes", () => {
    const sized = (size: string) => {
      const resources = { cpu: { request: 1, limit: 1 }, memory: { request: size, limit: "1Gi" } };
      return accepts(withSettings({ services: { api: { resources } } }));
    };
    const close = fc.stringMatching(/^[0-9.]{0,3}[KMGTkm]?[iB]?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), close), (text) => {
        expect(sized(text)).toBe(isBytes(text));
      }),
    );
    expect([sized("256Mi"), sized("1.5Gi"), sized("256M")]).toEqual([true, true, false]);
  });

  it("describes every key", () => {
    const { config } = stackFileSchema().properties as Record<string, { properties: Record<string, object> }>;
    const keys = Object.entries(config?.properties ?? {});
    expect(keys.map(([name]) => name)).toEqual(
      Object.keys(configSchema.shape).map((name) => `trireme:${name}`),
    );
    expect(keys.filter(([, key]) => !("description" in key)).map(([name]) => name)).toEqual([]);
  });
});

it("knows every key that the project's own file declares", () => {
  const project = parseYaml(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as { config: object };
  const known = Object.keys(configSchema.shape).map((name) => `trireme:${name}`);
  expect(Object.keys(project.config).filter((key) => !known.includes(key))).toEqual([]);
});
