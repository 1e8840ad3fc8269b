import type { Checkout } from "../../docker/checkout";

const registry = "stacks/systems/index.ts";

/** Adds a system to those of a checkout, from the text of its `stacks/systems/<name>/index.ts`, and a stack of it in development. */
export function addSystem(checkout: Checkout, name: string, stack: string, source: string): void {
  checkout.write(`stacks/systems/${name}/index.ts`, source);
  checkout.write(
    registry,
    checkout
      .read(registry)
      .replace("import orbitspace", `import ${name} from "./${name}";\nimport orbitspace`)
      .replace("definitions = {", `definitions = { ${name},`)
      .replace("  orbitspace:", `  ${name}: ${name}.system,\n  orbitspace:`),
  );
  checkout.write(
    `Pulumi.${stack}.yaml`,
    `config:
  trireme:system: ${name}
  trireme:environment: development
  trireme:target: docker
  trireme:images: registry
  trireme:imageRepository: registry.example.com/${name}
  trireme:imageTag: "1"
`,
  );
  checkout.commit(`Pulumi.${stack}.yaml`);
}
