import { mkdirSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { type Cli, type CliSource, findCli, obtainCli, pulumiHome, userLogin } from "./cli";
import { DEFAULT_HOST } from "./docker";
import { type EngineStatus, engineStatus, missingForEngine, startEngine } from "./engine";
import { type Missing, PlainError, SetupError } from "./errors";
import { localBackend } from "./file-backend";
import { obtainImages } from "./images";
import { lab } from "./lab";
import { plugins } from "./plugin-folders";
import { missingForPlugins, obtainPlugins } from "./plugins";
import { which } from "./processes";
import type { Progress } from "./progress";
import { registryAnswers } from "./registry";
import { given, localFiles, passphraseFile } from "./workspace";

/**
 * What a command needs before it can run. `images` includes the engine that keeps them; `kubectl` is what speaks to a
 * cluster, and `cluster` one of our own, for a stack that names none.
 */
export type Need = "cli" | "plugins" | PluginNeed | "engine" | "images" | "kubectl" | "cluster";

type PluginNeed = `${string}-plugin`;

/** What a command needs for one more provider plugin than every stack has. */
export function needOf(plugin: string): PluginNeed {
  return `${plugin}-plugin`;
}

/** The provider plugins that such needs stand for. */
export function pluginsFor(needs: ReadonlySet<Need>): readonly string[] {
  const further = [...needs].flatMap((need) => /^(.+)-plugin$/.exec(need)?.[1] ?? []);
  return [...(needs.has("plugins") ? plugins : []), ...further];
}

/**
 * How many resources the CLI works on at once where the engine is behind SSH. Each may open connections of its own, and an SSH
 * server refuses some from the eleventh on that has not logged in yet (`MaxStartups 10:30:100`), and the eleventh session of
 * one that is shared (`MaxSessions 10`).
 *
 * @returns undefined where nothing is bounded, or the operator has said a number
 */
export function parallelThrough(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (given(env.PULUMI_PARALLEL) !== undefined) return undefined;
  return env.DOCKER_HOST?.startsWith("ssh://") === true ? "4" : undefined;
}

/**
 * PATH with the CLI. One of the operator's own stays where it is: its folder may be one of the system's, with another
 * Node.js than the one that runs us, and the CLI's language host takes the first.
 */
export function pathWith(cli: Cli, path = ""): string {
  if (cli.origin === "user") return path;
  const folders = path.split(delimiter).filter((folder) => folder !== cli.folder);
  return [cli.folder, ...folders].join(delimiter);
}

function cliSettings(cli: Cli, env: NodeJS.ProcessEnv): Record<string, string> {
  const set: Record<string, string> = {
    PATH: pathWith(cli, env.PATH),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The salt of the passphrase is in the state: a stack's committed file need not repeat it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  const parallel = parallelThrough(env);
  if (parallel !== undefined) set.PULUMI_PARALLEL = parallel;
  if (cli.origin !== "user") set.PULUMI_HOME = pulumiHome(cli.origin, env);
  // Everything is in place, and looking for downloads costs seconds where none can be reached.
  if (cli.origin === "built") set.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "true";
  return { ...set, ...backendSettings(cli, env) };
}

function backendSettings(cli: Cli, env: NodeJS.ProcessEnv): Record<string, string> {
  if (![undefined, localBackend].includes(given(env.PULUMI_BACKEND_URL))) return {};
  const login = userLogin(env);
  // Our CLI's home is not the user's, so it must be told where the login is.
  if (login) return cli.origin === "user" ? {} : { PULUMI_CREDENTIALS_PATH: login.folder };
  mkdirSync(localFiles.state, { recursive: true });
  const set: Record<string, string> = { PULUMI_BACKEND_URL: localBackend };
  if (env.PULUMI_CONFIG_PASSPHRASE === undefined && env.PULUMI_CONFIG_PASSPHRASE_FILE === undefined) {
    set.PULUMI_CONFIG_PASSPHRASE_FILE = passphraseFile();
  }
  return set;
}

function homeOf(source: CliSource, env: NodeJS.ProcessEnv): string {
  return pulumiHome(source.kind === "path" ? "user" : "official", env);
}

/** Where something is made ready, and what is known of it already. */
export interface Surroundings {
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** The engine that answers, where it was asked before. @default it is asked once */
  readonly engine?: EngineStatus | undefined;
  /** The official images that are run: some are made only for who runs them. @default those that every stack may run */
  readonly images?: readonly string[];
}

async function findMissing(
  needs: ReadonlySet<Need>,
  source: Awaited<ReturnType<typeof findCli>> | undefined,
  { env = process.env, engine, images }: Surroundings,
) {
  const missing: Missing[] = [];
  if (source?.kind === "missing") missing.push(source.missing);
  if (source) missing.push(...(await missingForPlugins(homeOf(source, env), pluginsFor(needs))));
  if (needs.has("cluster")) {
    const { missingForCluster, runningCluster } = await lab();
    if (!runningCluster()) missing.push(...(await missingForCluster()));
  } else if (needs.has("kubectl") && which("kubectl") === undefined) {
    missing.push(...(await lab()).missingForKubectl());
  }
  if (engine !== undefined) {
    missing.push(...missingForEngine(engine, env));
    if (needs.has("images") && !(await registryAnswers())) {
      const reaching = engine.kind === "none" ? undefined : { ...env, DOCKER_HOST: engine.host };
      const { absentImages, missingForImages } = await lab();
      const absent = reaching === undefined ? undefined : await absentImages(reaching, images);
      if (absent === undefined || absent.length > 0) missing.push(...(await missingForImages(absent)));
    }
  }
  return missing.filter((one, i) => missing.findIndex((other) => other.what === one.what) === i);
}

/**
 * Makes available what is needed and not there yet, and returns the environment for child processes.
 *
 * @param also further things that the caller found missing, to be told with the rest
 * @throws SetupError naming everything that is missing and cannot be had here, before anything is changed
 */
export async function prepare(
  needs: readonly Need[],
  progress: Progress,
  also: readonly Missing[] = [],
  surroundings: Surroundings = {},
): Promise<NodeJS.ProcessEnv> {
  const { env = process.env } = surroundings;
  return { ...env, ...(await settings(needs, progress, also, surroundings)) };
}

/** The variables that `prepare` sets on top of the environment. */
export async function settings(
  needs: readonly Need[],
  progress: Progress,
  also: readonly Missing[] = [],
  { env = process.env, engine: known, images = [] }: Surroundings = {},
): Promise<Record<string, string>> {
  const wanted = new Set(needs);
  const wantedPlugins = pluginsFor(wanted);
  const source = wanted.has("cli") || wantedPlugins.length > 0 ? await findCli() : undefined;
  const found =
    wanted.has("engine") || wanted.has("images") ? (known ?? (await engineStatus(env))) : undefined;
  const missing = [...(await findMissing(wanted, source, { env, engine: found, images })), ...also];
  if (missing.length > 0) throw new SetupError(missing);

  const cli = source && obtainCli(source, progress);
  const home = source && homeOf(source, env);
  const installed = cli && home !== undefined ? obtainPlugins(home, cli, progress, wantedPlugins) : undefined;
  const engine = found && obtainEngine(wanted, progress, env, found, images);

  const cluster = wanted.has("cluster") ? obtainCluster(progress) : undefined;

  // All are awaited even if one fails: a build that goes on in the background would be cut off by our exit.
  const results = await Promise.allSettled([cli, installed, engine, cluster]);
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as Error] : [],
  );
  const messages = [...new Set(failures.map(({ message }) => message))];
  if (messages.length > 1) throw new PlainError(messages.join("\n\n"));
  if (failures[0]) throw failures[0];
  const ready = await cli;
  const set = { ...(ready && cliSettings(ready, env)), ...(await engine), ...(await cluster) };
  return wanted.has("kubectl") ? { ...set, ...(await kubectlSettings({ ...env, ...set })) } : set;
}

/** Where none is on PATH, the one that was built with a cluster of ours. */
async function kubectlSettings({ PATH = "" }: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  if (which("kubectl") !== undefined) return {};
  const built = (await lab()).builtKubectl();
  return built === undefined ? {} : { PATH: [...PATH.split(delimiter), dirname(built)].join(delimiter) };
}

async function obtainCluster(progress: Progress): Promise<Record<string, string>> {
  const { layout } = await (await lab()).startCluster(progress);
  return { KUBECONFIG: layout.kubeconfig };
}

async function obtainEngine(
  needs: ReadonlySet<Need>,
  progress: Progress,
  env: NodeJS.ProcessEnv,
  found: EngineStatus,
  images: readonly string[],
): Promise<Record<string, string>> {
  const status = await startEngine(progress, env, found);
  const set: Record<string, string> = status.host === DEFAULT_HOST ? {} : { DOCKER_HOST: status.host };
  if (needs.has("images")) await obtainImages({ ...env, ...set }, progress, images);
  return set;
}
