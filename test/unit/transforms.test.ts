import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { children as aws, type AwsTransforms } from "../../components/aws/children";
import { children as docker, type DockerTransforms } from "../../components/docker/children";
import { Platform } from "../../components/docker/platform";
import { children as kubernetes, type KubernetesTransforms } from "../../components/kubernetes/children";
import type { Environment, System } from "../../components/model";
import type { Catalogue } from "../../components/shared/children";
import awsExample from "../../examples/systems/transforms/transforms.aws";
import dockerExample from "../../examples/systems/transforms/transforms.docker";
import kubernetesExample from "../../examples/systems/transforms/transforms.kubernetes";
import { systems } from "../../stacks/systems";
import { deployToAws, systemOn } from "../support/aws";
import { deployToCluster } from "../support/kubernetes";
import { deploy, only, type Deployment } from "../support/mocks";
import { development } from "../support/valid";
import { filesBelow, nodesOf, parsed, place, root } from "../support/sources";
import { deploySyfthub } from "../support/syfthub";
import { targetNames } from "../../components/targets";
import { noEngine } from "../support/outcomes";

const catalogues = { docker, kubernetes, aws } as const;

/** A transform for every resource of a target that notes what it was asked about, as `type name`. */
function spies(catalogue: Catalogue, seen: string[]): unknown {
  return Object.fromEntries(
    Object.entries(catalogue).map(([kind, resources]) => [
      kind,
      Object.fromEntries(
        Object.entries(resources).map(([key, { type }]) => [
          key,
          (_args: unknown, _opts: unknown, { name }: { readonly name: string }) => {
            seen.push(`${type} ${name}`);
          },
        ]),
      ),
    ]),
  );
}

/** What a target registers below its platform, but for components. */
function registered({ resources }: Deployment<unknown>): readonly string[] {
  return resources
    .filter(({ type }) => !/^(trireme:|pulumi:providers:)/.test(type))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();
}

function production(name: keyof typeof systems): System {
  const environment: Environment = {
    ...development,
    name: "production",
    domain: "app.example.com",
    repository: "ghcr.io/your-org/app",
    replicas: 2,
  };
  return systems[name](environment);
}

const deployments: Readonly<
  Record<string, { readonly target: keyof typeof catalogues; readonly run: (transforms: unknown) => unknown }>
> = {
  "SyftHub's development on Docker": {
    target: "docker",
    run: (transforms) => deploySyfthub({ transforms } as object),
  },
  "SyftHub's production on Docker": {
    target: "docker",
    run: (transforms) =>
      new Platform({
        engine: noEngine,
        system: production("syfthub"),
        images: {},
        substitutes: {},
        provided: {},
        rotations: { db: 1, redis: 1 },
        protect: true,
        transforms: transforms as DockerTransforms,
      }),
  },
  "SyftHub's production on Kubernetes": {
    target: "kubernetes",
    run: (transforms) => deployToCluster({ transforms: transforms as KubernetesTransforms }),
  },
  "Simplr's production on AWS": {
    target: "aws",
    run: (transforms) =>
      deployToAws(systemOn("simplr", "production"), { transforms: transforms as AwsTransforms }),
  },
  "SyftHub's production on AWS": {
    target: "aws",
    run: (transforms) =>
      deployToAws(systemOn("syfthub", "production"), { transforms: transforms as AwsTransforms }),
  },
};

describe("every resource that a platform registers", { timeout: 180_000 }, () => {
  it.each(Object.keys(deployments))("passes through one transform: %s", async (name) => {
    const one = deployments[name];
    if (one === undefined) throw new Error(name);
    const seen: string[] = [];
    const deployment = await deploy(() => one.run(spies(catalogues[one.target], seen)), { stack: "prod" });
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.sort()).toEqual(registered(deployment));
  });

  it.each(Object.keys(catalogues) as (keyof typeof catalogues)[])(
    "is of a class that the transforms of %s know",
    (target) => {
      const known = new Set(
        Object.values<Catalogue[string]>(catalogues[target]).flatMap((resources) =>
          Object.values(resources).map(({ type }) => type.split(":").at(-1)),
        ),
      );
      const strange = filesBelow(`components/${target}`).flatMap((path) => {
        const file = parsed(path);
        const classes = providerClasses(file, target);
        return nodesOf(file)
          .filter(ts.isNewExpression)
          .filter(({ expression }) => {
            const [first = "", second] = expression.getText().split(".");
            const name = classes.get(first);
            if (name === undefined) return false;
            return !known.has(second ?? name) && name !== "CustomResource" && (second ?? name) !== "Provider";
          })
          .map(place);
      });
      expect(strange).toEqual([]);
    },
  );
});

describe("every kind of object that Kubernetes' own classes do not have", () => {
  it("is among what can be transformed", () => {
    const known = new Set(
      Object.values<Catalogue[string]>(kubernetes).flatMap((all) =>
        Object.values(all).map(({ type }) => type),
      ),
    );
    const made = filesBelow("components/kubernetes").flatMap((path) => {
      const file = parsed(path);
      if (!/\bCustomResource\b/.test(file.text)) return [];
      return nodesOf(file)
        .filter(ts.isObjectLiteralExpression)
        .flatMap((literal) => {
          const [version, kind] = ["apiVersion", "kind"].map((name) => textOf(literal, name));
          return version === undefined || kind === undefined ? [] : [`kubernetes:${version}:${kind}`];
        });
    });
    expect(made.length).toBeGreaterThan(4);
    expect(made.filter((type) => !known.has(type))).toEqual([]);
  });
});

/** The text of a property that is written as one. */
function textOf(literal: ts.ObjectLiteralExpression, name: string): string | undefined {
  const found = literal.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && property.name.getText() === name,
  );
  return found !== undefined && ts.isStringLiteral(found.initializer) ? found.initializer.text : undefined;
}

/** What a file imports of a provider's SDK: local name → name of the class. */
function providerClasses(file: ts.SourceFile, target: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of file.statements) {
    if (!ts.isImportDeclaration(node)) continue;
    const from = (node.moduleSpecifier as ts.StringLiteral).text;
    if (!new RegExp(`^@pulumi/(${target}|tls|random)\\b`).test(from)) continue;
    const bindings = node.importClause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) found.set(bindings.name.text, bindings.name.text);
    else for (const one of bindings.elements) found.set(one.name.text, (one.propertyName ?? one.name).text);
  }
  return found;
}

function podOf(inputs: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> {
  const { template } = inputs?.spec as { template: { spec: Readonly<Record<string, unknown>> } };
  return template.spec;
}

describe("an example of the documentation", { timeout: 180_000 }, () => {
  const page = readFileSync(join(root, "docs/transforms.md"), "utf8");

  it.each(targetNames)("stands as it is compiled: %s", (target) => {
    const example = readFileSync(join(root, `examples/systems/transforms/transforms.${target}.ts`), "utf8");
    expect(page).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it("gives one service's containers a limit and a label on Docker, and stores their shared memory", async () => {
    const made = await deploy(() => deploySyfthub({ transforms: dockerExample } as object));
    const backend = only(made, "Container", "syfthub-dev-backend-1").inputs;
    expect(backend.ulimits).toEqual([{ name: "nofile", soft: 65536, hard: 65536 }]);
    expect(backend.labels).toEqual(
      expect.arrayContaining([
        { label: "com.example.logs", value: "shipped" },
        { label: "dev.trireme.part", value: "backend" },
      ]),
    );
    expect(only(made, "Container", "syfthub-dev-mcp-1").inputs.ulimits).toBeUndefined();
    expect(only(made, "Container", "syfthub-dev-db").inputs).toMatchObject({ shmSize: 256, readOnly: true });
  });

  it("keeps stores to their nodes on Kubernetes, and changes nothing else of them", async () => {
    const [plain, made] = [
      await deploy(() => deployToCluster(), { stack: "prod" }),
      await deploy(() => deployToCluster({ transforms: kubernetesExample }), { stack: "prod" }),
    ];
    const [was, is] = [plain, made].map((one) => only(one, "StatefulSet", "syfthub-prod-db").inputs);
    const spec = podOf(is);
    expect(spec.tolerations).toHaveLength(1);
    const { tolerations: _, nodeSelector, ...rest } = spec;
    expect(nodeSelector).toEqual({ "example.com/pool": "stores" });
    expect(rest).toEqual(podOf(was));
  });

  it("changes a parameter and a tag of the database on AWS", async () => {
    const made = await deploy(
      () => deployToAws(systemOn("simplr", "production"), { transforms: awsExample }),
      { stack: "prod" },
    );
    const { parameters } = only(made, "ParameterGroup", "simplr-prod-db").inputs;
    expect(
      (parameters as { name: string; value: string }[]).filter(({ name }) => /min_duration/.test(name)),
    ).toEqual([{ name: "log_min_duration_statement", value: "250" }]);
    const { tags } = only(made, "Instance", "simplr-prod-db").inputs as { tags: Record<string, string> };
    expect(tags["cost-center"]).toBe("4711");
    expect(Object.keys(tags).length).toBeGreaterThan(1);
  });
});
