import { SystemError } from "../../components/model";
import { projectRoot } from "../../setup/workspace";
import { parse } from "../../stacks/config/parse";
import { checkedArgs } from "../../stacks/config/checked";
import { definitions, systemNames, type SystemName } from "../../stacks/systems";
import { targetNames, targets } from "../../components/targets";

const environments = ["development", "production"] as const;

interface Cell {
  readonly system: SystemName;
  readonly environment: (typeof environments)[number];
  readonly target: (typeof targetNames)[number];
}

/** What brings a system up and proves it: a suite, by a file that writes the stack's file. */
interface Proof extends Cell {
  readonly on: "a real engine" | "a real cluster" | "a mock";
  readonly suite: string;
  readonly file: string;
}

const production = { environment: "production" } as const;
export const proofs: readonly Proof[] = [
  {
    ...{ system: "syfthub", environment: "development", target: "docker", on: "a real engine" },
    ...{ suite: "docker", file: "test/e2e/docker/setup.ts" },
  },
  {
    ...{ system: "synthstack", environment: "development", target: "docker", on: "a real engine" },
    ...{ suite: "features", file: "test/e2e/features/systems.test.ts" },
  },
  ...(["simplr", "orbitspace", "reactdjango"] as const).map((system): Proof => ({
    ...{ system, environment: "development", target: "docker", on: "a real engine" },
    ...{ suite: "systems", file: "test/e2e/systems/stacks.ts" },
  })),
  ...(["simplr", "orbitspace", "synthstack", "reactdjango"] as const).map((system): Proof => ({
    ...{ ...production, system, target: "docker", on: "a real engine" },
    ...{ suite: "systems", file: "test/e2e/systems/stacks.ts" },
  })),
  {
    ...{ ...production, system: "syfthub", target: "docker", on: "a real engine" },
    ...{ suite: "production", file: "test/e2e/production/setup.ts" },
  },
  {
    ...{ ...production, system: "syfthub", target: "kubernetes", on: "a real cluster" },
    ...{ suite: "conformance", file: "test/e2e/conformance/kubernetes/setup.ts" },
  },
  {
    ...{ ...production, system: "orbitspace", target: "kubernetes", on: "a real cluster" },
    ...{ suite: "conformance", file: "test/e2e/conformance/kubernetes/orbitspace.test.ts" },
  },
  ...(["simplr", "synthstack", "reactdjango"] as const).map((system): Proof => ({
    ...{ ...production, system, target: "kubernetes", on: "a real cluster" },
    ...{ suite: "systems", file: "test/e2e/systems/clustered/stacks.ts" },
  })),
  ...(["syfthub", "simplr", "orbitspace", "synthstack", "reactdjango"] as const).map((system): Proof => ({
    ...{ system, environment: "development", target: "kubernetes", on: "a real cluster" },
    ...{ suite: "systems", file: "test/e2e/systems/clustered/stacks.ts" },
  })),
  ...(["syfthub", "simplr", "orbitspace"] as const).map((system): Proof => ({
    ...{ ...production, system, target: "aws", on: "a mock" },
    ...{ suite: "aws", file: "test/e2e/aws/stacks.ts" },
  })),
];

/** What a stack's file may have to say of its cluster or account; a setting that a system has no use for is refused too. */
const further = {
  docker: [{}],
  kubernetes: [
    {},
    { issuer: "letsencrypt" },
    { monitoring: "none" },
    { issuer: "letsencrypt", monitoring: "none" },
  ],
  aws: [
    {},
    { ingress: { kind: "cloudfront", readTimeout: 120 } },
    { ingress: { kind: "balancer", readTimeout: 4000 } },
    { hostedZone: undefined },
  ],
} as const;

/** Where the engine that the system names for its ingress does not run, our nginx does the same. */
const engines = [{}, { ingress: { engine: "nginx" } }] as const;

/** The least that a stack's file says. */
function configOf(
  { system, environment, target }: Cell,
  more: object,
  settings: object,
): Readonly<Record<string, unknown>> {
  const account = "123456789012";
  const registry = target === "aws" ? `${account}.dkr.ecr.eu-west-1.amazonaws.com` : "ghcr.io/your-org";
  const pulled = target !== "docker" || environment === "production";
  const aws = {
    ...{ account, region: "eu-west-1", hostedZone: "Z0123456789ABCDEFGHIJ" },
    ...{ alerts: { emails: ["operations@example.com"] } },
  };
  return {
    ...{ system, environment, target, settings },
    ...(pulled
      ? { domain: "app.example.com", imageRepository: `${registry}/${system}`, imageTag: "v1" }
      : {}),
    ...(target === "docker" ? {} : { [target]: { ...(target === "aws" ? aws : {}), ...more } }),
  };
}

/** `stores.pooler` of `stores.db.pooler`, `monitoring` of `monitoring.alerts.ServiceDown`: the property that is refused. */
function property(path: string): string {
  const [kind = "", second = "", third] = path.split(/[.[ ]/);
  if (kind === "ingress") return `${kind}.${second}`;
  if (["services", "stores", "jobs"].includes(kind) && third !== undefined) return `${kind}.${third}`;
  return kind;
}

function refused(config: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    checkedArgs(parse(config), projectRoot);
    return [];
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const paths = error.problems
      .map(({ path }) => path)
      .filter((path) => !path.startsWith("settings.secrets."));
    return [...new Set(paths.map(property))].sort();
  }
}

/**
 * What a target refuses of a system, as properties, with the settings that leave the fewest; secrets that the
 * operator still has to set do not count.
 */
export function refusals(cell: Cell): readonly string[] {
  const tried = further[cell.target].flatMap((more) =>
    engines.map((settings) => refused(configOf(cell, more, settings))),
  );
  return tried.reduce((best, one) => (one.length < best.length ? one : best));
}

function told(cell: Cell): string {
  const proof = proofs.find(
    ({ system, environment, target }) =>
      system === cell.system && environment === cell.environment && target === cell.target,
  );
  const properties = refusals(cell);
  if (properties.length > 0) return `refused: ${properties.map((one) => `\`${one}\``).join(", ")}`;
  return proof === undefined ? "accepted, not verified" : `**verified on ${proof.on}** (\`${proof.suite}\`)`;
}

/** Systems × targets as a table in Markdown. */
export function matrix(): string {
  const rows = systemNames.flatMap((system) =>
    environments.map((environment) => {
      const cells = targetNames.map((target) => told({ system, environment, target }));
      return `| ${definitions[system].title}, ${environment} | ${cells.join(" | ")} |`;
    }),
  );
  const titles = targetNames.map((target) => targets[target].title);
  return [`| | ${titles.join(" | ")} |`, `| ---${" | ---".repeat(titles.length)} |`, ...rows].join("\n");
}

const [begin, end] = [
  "<!-- What runs where: written by `npx trireme reference`. -->",
  "<!-- The end of what runs where. -->",
];

/** The README with the table as it should be. */
export function withMatrix(readme: string): string {
  const [before, rest = ""] = readme.split(begin);
  const after = rest.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md lacks the lines ${begin} and ${end}.`);
  return `${before}${begin}\n\n${matrix()}\n\n${end}${after}`;
}
