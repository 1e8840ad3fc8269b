import { mkdirSync } from "node:fs";
import { delimiter } from "node:path";
import { type Cli, type CliSource, findCli, obtainCli, pulumiHome, userLogin } from "./cli";
import { DEFAULT_HOST } from "./docker";
import { engineStatus, missingForEngine, startEngine } from "./engine";
import { type Missing, PlainError, SetupError } from "./errors";
import { absentImages, missingForImages, obtainImages, registryAnswers } from "./images";
import { missingForPlugins, obtainPlugins } from "./plugins";
import type { Progress } from "./progress";
import { given, localFiles, passphraseFile } from "./workspace";

/** What a command needs before it can run. `images` includes the engine that keeps them. */
export type Need = "cli" | "plugins" | "engine" | "images";

function cliSettings(cli: Cli, env: NodeJS.ProcessEnv): Record<string, string> {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== cli.folder);
  const set: Record<string, string> = {
    PATH: [cli.folder, ...folders].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The salt of the passphrase is in the state: a stack's committed file need not repeat it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  if (cli.origin !== "user") set.PULUMI_HOME = pulumiHome(cli.origin, env);
  // Everything is in place, and looking for downloads costs seconds where none can be reached.
  if (cli.origin === "built") set.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "true";
  return { ...set, ...backendSettings(cli, env) };
}

function backendSettings(cli: Cli, env: NodeJS.ProcessEnv): Record<string, string> {
  if (![undefined, `file://${localFiles.state}`].includes(given(env.PULUMI_BACKEND_URL))) return {};
  const login = userLogin(env);
  // Our CLI's home is not the user's, so it must be told where the login is.
  if (login) return cli.origin === "user" ? {} : { PULUMI_CREDENTIALS_PATH: login.folder };
  mkdirSync(localFiles.state, { recursive: true });
  const set: Record<string, string> = { PULUMI_BACKEND_URL: `file://${localFiles.state}` };
  if (env.PULUMI_CONFIG_PASSPHRASE === undefined && env.PULUMI_CONFIG_PASSPHRASE_FILE === undefined) {
    set.PULUMI_CONFIG_PASSPHRASE_FILE = passphraseFile();
  }
  return set;
}

function homeOf(source: CliSource): string {
  return pulumiHome(source.kind === "path" ? "user" : "official", process.env);
}

async function findMissing(
  needs: ReadonlySet<Need>,
  source: Awaited<ReturnType<typeof findCli>> | undefined,
) {
  const missing: Missing[] = [];
  if (source?.kind === "missing") missing.push(source.missing);
  if (source && needs.has("plugins")) {
    missing.push(...(await missingForPlugins(homeOf(source))));
  }
  if (needs.has("engine") || needs.has("images")) {
    const status = await engineStatus();
    missing.push(...missingForEngine(status));
    if (needs.has("images") && !(await registryAnswers())) {
      const env = status.kind === "none" ? undefined : { ...process.env, DOCKER_HOST: status.host };
      if (env === undefined || (await absentImages(env)).length > 0) missing.push(...missingForImages());
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
): Promise<NodeJS.ProcessEnv> {
  return { ...process.env, ...(await settings(needs, progress, also)) };
}

/** The variables that `prepare` sets on top of the environment. */
export async function settings(
  needs: readonly Need[],
  progress: Progress,
  also: readonly Missing[] = [],
): Promise<Record<string, string>> {
  const wanted = new Set(needs);
  const source = wanted.has("cli") || wanted.has("plugins") ? await findCli() : undefined;
  const missing = [...(await findMissing(wanted, source)), ...also];
  if (missing.length > 0) throw new SetupError(missing);

  const cli = source && obtainCli(source, progress);
  const home = source && homeOf(source);
  const plugins =
    cli && home !== undefined && wanted.has("plugins") ? obtainPlugins(home, cli, progress) : undefined;
  const engine = wanted.has("engine") || wanted.has("images") ? obtainEngine(wanted, progress) : undefined;

  // All are awaited even if one fails: a build that goes on in the background would be cut off by our exit.
  const results = await Promise.allSettled([cli, plugins, engine]);
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as Error] : [],
  );
  const messages = [...new Set(failures.map(({ message }) => message))];
  if (messages.length > 1) throw new PlainError(messages.join("\n\n"));
  if (failures[0]) throw failures[0];
  const ready = await cli;
  return { ...(ready && cliSettings(ready, process.env)), ...(await engine) };
}

async function obtainEngine(needs: ReadonlySet<Need>, progress: Progress): Promise<Record<string, string>> {
  const status = await startEngine(progress);
  const set: Record<string, string> = status.host === DEFAULT_HOST ? {} : { DOCKER_HOST: status.host };
  if (needs.has("images")) await obtainImages({ ...process.env, ...set }, progress);
  return set;
}
