import { output } from "@pulumi/pulumi";
import { Platform as AwsPlatform } from "../../../components/aws/platform";
import { Platform as DockerPlatform } from "../../../components/docker/platform";
import { Platform as KubernetesPlatform } from "../../../components/kubernetes/platform";
import { SystemError } from "../../../components/model";
import { sharedKey, type Shared } from "../../../components/shared/join";
import type { PlatformResult } from "../../../components/shared/platform";
import { describeSystem } from "../../../stacks/config/describe";
import { stackFileSchema } from "../../../stacks/config/json-schema";
import { ConfigError, parse } from "../../../stacks/config/parse";
import type { StackConfig } from "../../../stacks/config/schema";
import { checkedArgs } from "../../../stacks/config/checked";
import { deploy } from "../mocks";
import { root } from "../sources";
import { put } from "./change";
import { recorded, toldBy } from "./recorded";
import { providedTexts } from "./systems";
import { targets } from "../../../components/targets";
import { noApi, noCluster, noEngine } from "../outcomes";

type Raw = Readonly<Record<string, unknown>>;
export type Target = StackConfig["target"];

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

function* leavesIn(schema: Schema, path: string, whole: Schema): Generator<string> {
  const { $ref, anyOf, oneOf, properties, additionalProperties, items } = schema;
  const named = $ref === undefined ? undefined : whole.definitions?.[$ref.replace("#/definitions/", "")];
  const branches = [...(anyOf ?? []), ...(oneOf ?? []), ...(named === undefined ? [] : [named])];
  for (const branch of branches) yield* leavesIn(branch, path, whole);
  for (const [name, below] of Object.entries(properties ?? {})) {
    const key = name.replace(/^trireme:/, "");
    // How the CLI writes an encrypted value of the property itself.
    if (key === "secure") yield path;
    else yield* leavesIn(below, path === "" ? key : `${path}.${key}`, whole);
  }
  const map = typeof additionalProperties === "object" ? additionalProperties : undefined;
  if (map !== undefined) yield* leavesIn(map, `${path}.{}`, whole);
  if (items !== undefined) yield* leavesIn(items, `${path}[]`, whole);
  if (branches.length === 0 && properties === undefined && map === undefined && items === undefined)
    yield path;
}

/** Every property of a stack's file that holds a value: `settings.services.{}.replicas`, as its schema has it. */
export function stackFileLeaves(): readonly string[] {
  const schema = stackFileSchema() as Schema;
  const config = schema.properties?.config;
  if (config === undefined) throw new Error("the schema has no configuration");
  return [...new Set(leavesIn(config, "", schema))].sort();
}

/** A property's value, and the stack in which it is another one than before. */
export interface Tried {
  /** Where the property is, where names stand for `{}`. @default the leaf's own path */
  readonly at?: string;
  readonly value: unknown;
  /** What the stack's file says before the value is set, by path. */
  readonly with?: Paths;
  /** More of it on one target. */
  readonly withOn?: Readonly<Partial<Record<Target, Paths>>>;
  /** @default those that have the property */
  readonly on?: readonly Target[];
}

type Paths = Readonly<Record<string, unknown>>;

const start: Raw = {
  ...{ system: "syfthub", environment: "staging", domain: "app.example.com", images: "registry" },
  ...{ imageRepository: "ghcr.io/your-org/leaf", imageTag: "v1" },
};
const bases: Readonly<Record<Target, Raw>> = {
  docker: {},
  kubernetes: { kubernetes: { context: "leaf", user: 1000 } },
  aws: {
    aws: {
      region: "eu-west-1",
      account: "123456789012",
      hostedZone: "Z0123456789ABCDEFGHIJ",
      user: 1000,
      ingress: { kind: "cloudfront", readTimeout: 120 },
    },
  },
};

function keysOf(path: string): readonly (string | number)[] {
  return path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The same with a value for each secret that the operator has to give. */
function withSecrets(config: StackConfig): StackConfig {
  // A part of another stack's system has none of its own.
  if (config.settings.topology?.of !== undefined) return config;
  const { secrets: all } = describeSystem(config);
  const secrets = providedTexts({
    secrets: all.filter(({ source }) => source.type === "provided" && !source.optional),
  });
  return { ...config, settings: { ...config.settings, secrets: { ...secrets, ...config.settings.secrets } } };
}

function platformOf(config: StackConfig, asked: string[]): () => PlatformResult {
  const args = checkedArgs(withSecrets(config), root);
  const { host, docker: { network } = {}, target } = config;
  const main = config.settings.topology?.of?.stack;
  const joined = main === undefined ? {} : { joined: (ref: Shared) => output(`${main} ${sharedKey(ref)}`) };
  switch (target) {
    case "docker":
      return () =>
        new DockerPlatform({
          ...args,
          ...joined,
          engine: recorded(asked, noEngine),
          network,
          ...(host === undefined ? {} : { host }),
        });
    case "kubernetes":
      return () =>
        new KubernetesPlatform({
          ...args,
          kubernetes: targets.kubernetes.settingsOf(config),
          cluster: recorded(asked, noCluster),
        });
    case "aws":
      return () =>
        new AwsPlatform({ ...args, aws: targets.aws.settingsOf(config), api: recorded(asked, noApi) });
    default:
      return target satisfies never;
  }
}

/** What comes of a stack's file: what is made, or why it is refused. */
type Outcome = { readonly made: string } | { readonly refused: string };

async function outcome(raw: Raw): Promise<Outcome> {
  const asked: string[] = [];
  try {
    const { resources, result } = await deploy(platformOf(parse(raw), asked), { stack: "dev" });
    return { made: JSON.stringify([resources, await toldBy(result), asked.sort()]) };
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SystemError) return { refused: error.message };
    throw error;
  }
}

/** Those of the stacks before a value is set: many properties share one. */
const known = new Map<string, Promise<Outcome>>();

function knownOutcome(raw: Raw): Promise<Outcome> {
  const key = JSON.stringify(raw);
  const own = known.get(key) ?? outcome(raw);
  known.set(key, own);
  return own;
}

/** The property itself, or what it is a part of: `settings.bucket` of `settings.bucket.name`. */
function namesOf(at: string): readonly string[] {
  const keys = at.split(".");
  const least = at.startsWith("settings.services.") || at.startsWith("settings.jobs.") ? 4 : 2;
  return keys.map((_, index) => keys.slice(0, index + 1).join(".")).slice(Math.min(least, keys.length) - 1);
}

/** Whether a refusal is for a property, and not for one below it. */
function names(refusal: string, at: string): boolean {
  return namesOf(at).some((name) =>
    new RegExp(`${name.replace(/[.[\]]/g, "\\$&")}(?![\\w-]|\\.\\w)`).test(refusal),
  );
}

/**
 * Sets a property to another value.
 *
 * @returns what is wrong; undefined where something else is made then, or where it is refused by the property's name
 */
export async function unheeded(target: Target, leaf: string, tried: Tried): Promise<string | undefined> {
  const { at = leaf, value } = tried;
  const raw = Object.entries({ ...tried.with, ...tried.withOn?.[target] }).reduce<Raw>(
    (all, [path, what]) => put(all, keysOf(path), what),
    { ...start, target, ...bases[target] },
  );
  const before = await knownOutcome(raw);
  const after = await outcome(put(raw, keysOf(at), value));
  if ("made" in before && "made" in after)
    return before.made === after.made ? "the same resources" : undefined;
  const refused = [before, after].flatMap((one) => ("refused" in one ? [one.refused] : []));
  return refused.some((text) => names(text, at)) ? undefined : refused.join("\n").slice(0, 600);
}
