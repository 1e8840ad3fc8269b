import { Platform as AwsPlatform } from "../../../components/aws/platform";
import { accountCapabilities } from "../../../components/aws/observability/asked.args";
import { beyondAws } from "../../../components/aws/unsupported";
import { Platform as DockerPlatform } from "../../../components/docker/platform";
import { beyondDocker } from "../../../components/docker/unsupported";
import { Platform as KubernetesPlatform } from "../../../components/kubernetes/platform";
import { beyondKubernetes } from "../../../components/kubernetes/unsupported";
import { checkReserved, lowered, type Capabilities } from "../../../components/lowering";
import { check, type Problem, type System } from "../../../components/model";
import type { PlatformArgs, PlatformResult } from "../../../components/shared/platform";
import { targets } from "../../../components/targets";
import { resolveImages } from "../../../stacks/config/images";
import { parse } from "../../../stacks/config/parse";
import { checkSettings } from "../../../stacks/config/settings";
import { settingsOn } from "../aws";
import { settings as onCluster } from "../kubernetes";
import { deploy } from "../mocks";
import { root } from "../sources";
import { allowed } from "./allowed";
import { another, at, placesOf, put, type Keys } from "./change";
import { recorded, toldBy } from "./recorded";
import { filled, providedTexts } from "./systems";
import { leavesOf, type Leaf } from "./types";
import { limitsOf } from "../limits";
import { noApi, noCluster, noEngine } from "../outcomes";

const cluster = { ...onCluster, user: 1000, issuer: "letsencrypt", scrapers: "monitoring" };
/** CloudFront speaks HTTPS alone. */
const awsFor = ({ ingress }: System) =>
  settingsOn("development", {
    ingress: { kind: ingress?.https === undefined ? "balancer" : "cloudfront" },
    // As in production, where a store that keeps nothing differs from others.
    sizes: { cache: { snapshotDays: 3 } },
  });

export type Target = keyof typeof allowed;

interface Way {
  readonly beyond: (system: System) => readonly Problem[];
  readonly made: (args: PlatformArgs, asked: string[]) => PlatformResult;
}

const ways: Readonly<Record<Target, Way>> = {
  docker: {
    beyond: beyondDocker,
    made: (args, asked) => new DockerPlatform({ ...args, engine: recorded(asked, noEngine) }),
  },
  kubernetes: {
    beyond: (system) => beyondKubernetes(system, cluster),
    made: (args, asked) =>
      new KubernetesPlatform({ ...args, kubernetes: cluster, cluster: recorded(asked, noCluster) }),
  },
  aws: {
    beyond: (system) => beyondAws(system, awsFor(system)),
    made: (args, asked) =>
      new AwsPlatform({ ...args, aws: awsFor(args.system), api: recorded(asked, noApi) }),
  },
};

/** Parts are known by their names, and secrets by their values' places. */
const skipped = new Set([
  ...["name", "environment", "ingress.name", "ingress.limits[].name", "checklist", "requirements"],
  // Written by lowering alone.
  "origins",
  ...["services", "jobs", "sites", "backups", "secrets"].map((kind) => `${kind}[].name`),
  // A relay is made by settings of a stack, which are tried as such.
  ...[
    "postgres",
    "redis",
    "kafka",
    "mariadb",
    "rabbitmq",
    "zookeeper",
    "minio",
    "qdrant",
    "consul",
    "volume",
  ].flatMap((engine) => [`stores[]<engine=${engine}>.name`, `stores[]<engine=${engine}>.external.relay`]),
  ...["value", "privateKey", "publicKey"].map((part) => `secrets[].${part}`),
]);

/** Every property of a system's description. */
export const leaves = leavesOf("System", skipped);

const base = { system: "syfthub", environment: "development" } as const;
/** Docker builds what has a recipe; nodes and tasks pull. */
const configs = {
  docker: parse({ ...base, target: "docker", sources: "." }),
  kubernetes: parse({
    ...{ ...base, target: "kubernetes", imageRepository: "ghcr.io/your-org/leaf", imageTag: "v1" },
    kubernetes: { context: "leaf" },
  }),
  aws: parse({
    ...{ ...base, target: "aws", imageRepository: "ghcr.io/your-org/leaf", imageTag: "v1" },
    aws: { region: "eu-west-1", account: "123456789012" },
  }),
};

function imagesOf(system: System, target: Target): ReturnType<typeof resolveImages> {
  return resolveImages(system, configs[target], { root, substitutes: {} });
}

/** What features make of a system on a target; on AWS its settings say which there are. */
function lowersFor(system: System, target: Target): Capabilities {
  return target === "aws" ? accountCapabilities(awsFor(system)) : targets[target].lowers;
}

/** The system as the target gets it, with what features make of it. */
function loweredFor(system: System, target: Target): System {
  return lowered(system, lowersFor(system, target));
}

function problemsOf(written: System, target: Target): readonly string[] {
  const system = loweredFor(written, target);
  return [
    ...checkReserved(written, lowersFor(written, target)),
    ...check(system, limitsOf(target)),
    ...ways[target].beyond(system),
    ...imagesOf(system, target).problems,
  ].map(({ path, message }) => `${path}: ${message}`);
}

/** A system without what the target refuses of it: the longest places first, so that no more goes than has to. */
function accepted(system: System, target: Target): System {
  for (let current = system; ;) {
    const count = problemsOf(current, target).length;
    if (count === 0) return current;
    const places = leaves
      .flatMap(({ path }) => placesOf(current, path))
      .flatMap((keys) => keys.map((_, index) => keys.slice(0, keys.length - index)))
      .sort((a, b) => b.length - a.length);
    const next = places
      // What follows in a list would get another place.
      .filter((keys) => at(current, [...keys.slice(0, -1), Number(keys.at(-1)) + 1]) === undefined)
      .filter((keys) => keys.length > 1 || ["monitoring", "ingress", "metrics"].includes(String(keys[0])))
      .map((keys) => put(current, keys, undefined))
      .find((less) => {
        try {
          return problemsOf(less, target).length < count;
        } catch {
          return false;
        }
      });
    if (next === undefined)
      throw new Error(`nothing of it can go: ${problemsOf(current, target).join("\n")}`);
    current = next;
  }
}

/** All that comes of a system that the target takes. */
async function madeOf(written: System, target: Target): Promise<string> {
  const system = loweredFor(written, target);
  const asked: string[] = [];
  const args: PlatformArgs = {
    ...{ system, provided: providedTexts(system), substitutes: {}, protect: false },
    images: imagesOf(system, target).sources,
  };
  const { resources, result } = await deploy(() => ways[target].made(args, asked), { stack: "dev" });
  // What the operator is asked for, with its reason.
  const wanted = checkSettings(system, configs[target].settings);
  return JSON.stringify([resources, await toldBy(result), asked.sort(), wanted]);
}

/** The smallest part of the filled system that is back when a value is put back where the target refuses it. */
function restored(accepted: System, full: System, keys: Keys): System {
  const missing = keys.findIndex((_, index) => at(accepted, keys.slice(0, index + 1)) === undefined);
  const place = keys.slice(0, missing + 1);
  return put(accepted, place, at(full, place));
}

interface Change {
  readonly system: System;
  /** Whether a refusal is for the property itself, and not for a string of another kind. */
  readonly checked: boolean;
}

function* changes(accepted: System, full: System, keys: Keys, leaf: Leaf): Generator<Change> {
  const value = at(accepted, keys);
  if (value === undefined) return void (yield { system: restored(accepted, full, keys), checked: true });
  const others = another(value, leaf, accepted);
  const checked = leaf.words.length > 0 || typeof value === "boolean";
  for (const other of others) yield { system: put(accepted, keys, other), checked };
  if (others.length === 0 || checked) yield { system: put(accepted, keys, undefined), checked: false };
}

async function isHeeded(leaf: Leaf, full: System, own: Accepted, target: Target): Promise<boolean> {
  for (const keys of placesOf(full, leaf.path).slice(0, 2))
    for (const { system, checked } of changes(own.system, full, keys, leaf))
      try {
        const problems = problemsOf(system, target);
        if (problems.length > 0 ? checked : (await madeOf(system, target)) !== own.made) return true;
      } catch {
        // What is not a system any more without it says nothing.
      }
  return false;
}

interface Accepted {
  readonly system: System;
  readonly made: string;
}

/**
 * Paths of the properties that change neither what is made on a target nor what is refused there.
 *
 * @param tried the properties to look at, by their paths
 */
export async function unheeded(target: Target, tried: readonly string[]): Promise<readonly string[]> {
  const open = new Map(
    leaves.filter(({ path }) => tried.includes(path)).map((leaf) => [leaf.path, leaf] as const),
  );
  for (const full of Object.values(filled)) {
    const own = [...open.values()].filter(({ path }) => placesOf(full, path).length > 0);
    if (own.length === 0) continue;
    const system = accepted(full, target);
    const before = { system, made: await madeOf(system, target) };
    for (const leaf of own) if (await isHeeded(leaf, full, before, target)) open.delete(leaf.path);
  }
  return [...open.keys()].sort();
}

/** The same as the list of what means nothing there has it. */
export function expected(target: Target): readonly string[] {
  return leaves
    .map(({ path }) => path)
    .filter((path) => allowed[target].some(([pattern]) => pattern.test(path)))
    .sort();
}

/** Properties of the model that none of the systems that are tried has. */
export function untried(): readonly string[] {
  const systems = Object.values(filled);
  return leaves
    .map(({ path }) => path)
    .filter((path) => systems.every((one) => placesOf(one, path).length === 0));
}
