import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { parse, stringify } from "yaml";
import { providerAt } from "../../../lab/tools/aws-endpoint";
import { describeSystem } from "../../../stacks/config/describe";
import { parseStackFile } from "../../../stacks/config/file";
import type { SystemName } from "../../../stacks/systems";
import { root } from "../../support/sources";

/** Those that the project ships a file for: each in production, on the target aws. */
export const shipped = [
  "simplr",
  "syfthub",
  "orbitspace",
  "synthstack",
  "reactdjango",
] as const satisfies readonly SystemName[];

/** Values of secrets that are more than a word, by their names. */
const values: Readonly<Record<string, string>> = {
  "database-url": "postgresql://compyle:not-to-be-seen@db.example.com:5432/compyle",
  "redis-url": "rediss://:not-to-be-seen@redis.example.com:6379",
  "slack-webhook": "https://hooks.example.com/not-to-be-seen",
};

interface StackFile {
  readonly config: Readonly<Record<string, unknown>> & {
    readonly "trireme:settings"?: Readonly<Record<string, unknown>>;
    readonly "trireme:aws": Readonly<Record<string, unknown>> & {
      readonly alerts: Readonly<Record<string, unknown>>;
    };
  };
}

const textOf = (system: SystemName): string => readFileSync(join(root, `Pulumi.${system}-aws.yaml`), "utf8");

/** Under which name the system's file has it answer. */
export function domainOf(system: SystemName): string {
  const { domain } = parseStackFile(textOf(system));
  if (domain === undefined) throw new Error(`Pulumi.${system}-aws.yaml says no trireme:domain`);
  return domain;
}

/** The shipped file of a system in production, with a zone and a provider of the mock, every secret that it asks for, and a budget. */
export function stackFile(system: SystemName, zone: string): string {
  const text = textOf(system);
  const { secrets } = describeSystem(parseStackFile(text));
  const asked = secrets.filter(({ source }) => source.type === "provided").map(({ name }) => name);
  const { config } = parse(text) as StackFile;
  const aws = config["trireme:aws"];
  return stringify({
    config: {
      ...config,
      "trireme:settings": {
        ...config["trireme:settings"],
        secrets: Object.fromEntries(asked.map((name) => [name, values[name] ?? "not-to-be-seen"])),
      },
      "trireme:aws": {
        ...aws,
        hostedZone: zone,
        alerts: { ...aws.alerts, budget: 900 },
        provider: providerAt(inject("endpoint")),
      },
    },
  } satisfies StackFile);
}
