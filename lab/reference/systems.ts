import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../setup/workspace";
import type { definitions } from "../../stacks/systems";

type Definition = (typeof definitions)[keyof typeof definitions];

const home = join(projectRoot, "stacks", "systems");
const origin = "// Written by `npx trireme reference` from the folders beside it.";

/** Names of the systems: of the folders with a default export `defineSystem(…)`. */
function systemFolders(): readonly string[] {
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(home, entry.name, "index.ts")))
    .map(({ name }) => name)
    .sort();
}

/** `myShop` of `my-shop`. */
const identifier = (name: string): string =>
  name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The modules by which programs find the systems, by their paths in the checkout. */
export function registries(): Readonly<Record<string, string>> {
  const names = systemFolders();
  const odd = names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name));
  if (odd.length > 0)
    throw new Error(
      `stacks/systems/${odd.join(", stacks/systems/")}: the name of a system is lower-case letters, digits and single hyphens between them, and begins with a letter.`,
    );
  const value = (name: string) => `${JSON.stringify(name)}: ${identifier(name)}`;
  const entry = (name: string) => (identifier(name) === name ? name : value(name));
  const sampled = names.filter((name) => existsSync(join(home, name, "sample.ts")));
  return {
    "stacks/systems/index.ts": `${origin}
import type { Environment, System } from "../../components/model";
${names.map((name) => `import ${identifier(name)} from "./${name}";`).join("\n")}

/** Every system by its name, as its folder defines it. */
export const definitions = { ${names.map(entry).join(", ")} } as const;

export type SystemName = keyof typeof definitions;

export const systemNames = Object.keys(definitions) as [SystemName, ...SystemName[]];

/** Every system by its name: an environment makes it data. */
export const systems: Readonly<Record<SystemName, (env: Environment) => System>> = {
${names.map((name) => `${value(name)}.system`).join(",\n")}
};
`,
    "stacks/systems/samples.ts": `${origin}
import type { Sample } from "./sample";
${sampled.map((name) => `import ${identifier(name)} from "./${name}/sample";`).join("\n")}

/** What the sample application keeps of each system's services, by the system's name. */
export const samples: Readonly<Record<string, Sample>> = { ${sampled.map(entry).join(", ")} };
`,
  };
}

/**
 * Every system's definition, read from the folders and not by the registry, which may be stale.
 *
 * @throws Error where a folder has none, or one of another name
 */
export async function systemDefinitions(): Promise<readonly Definition[]> {
  return await Promise.all(
    systemFolders().map(async (name) => {
      const file = `stacks/systems/${name}/index.ts`;
      const module = (await import(`../../stacks/systems/${name}/index.ts`)) as {
        readonly default?: Definition;
      };
      if (module.default === undefined)
        throw new Error(`${file} has no default export; write: export default defineSystem({ … })`);
      if (module.default.name !== name)
        throw new Error(
          `${file} defines "${module.default.name}"; the name is that of the folder, "${name}".`,
        );
      return module.default;
    }),
  );
}

/** `Pulumi.yaml` with the names of these systems in the description of `trireme:system`. */
export function projectFile(text: string, names: readonly string[]): string {
  const listed = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);
  return text.replace(/(description: ")The system to run: [^"]*"/, `$1The system to run: ${listed}."`);
}
