import { labelNames } from "../../components/model/values/naming";
import { applyScript, retireScript } from "../../components/render/credentials";
import { run } from "../../setup/processes";
import { stackContainers } from "../stack/containers";

/** What a rotation needs of the container that brought the new password into force, as `docker inspect` prints it. */
export interface CredentialsContainer {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly FinishedAt: string };
  readonly Config: {
    readonly User: string;
    readonly Cmd: readonly string[] | null;
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

/** Whole seconds from a moment as engines and clusters write it (RFC 3339) to `now`, milliseconds since 1970; none where the clock went back. */
export function secondsSince(moment: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(moment)) / 1000));
}

/**
 * The arguments of `docker` for a container that takes away what was valid before: beside the one that brought the
 * new password, with its files, network and rights.
 *
 * @param now milliseconds since 1970
 */
export function retirement(container: CredentialsContainer, now: number): readonly string[] {
  const { Config, NetworkSettings, State } = container;
  const [network = "none"] = Object.keys(NetworkSettings.Networks);
  return [
    ...["run", "--rm", "--pull", "never", "--network", network, "--user", Config.User],
    ...["--volumes-from", `${container.Id}:ro`],
    ...["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--pids-limit", "64", "--memory", "128m"],
    ...[labelNames.system, labelNames.stack, labelNames.component].flatMap((label) => [
      "--label",
      `${label}=${Config.Labels[label] ?? ""}`,
    ]),
    ...Config.Env.flatMap((assignment) => ["--env", assignment]),
    ...["--env", `ROTATED_SECONDS_AGO=${secondsSince(State.FinishedAt, now)}`],
    ...[container.Image, "sh", retireScript],
  ];
}

/** The containers that brought rotated passwords into force, by the store they did it for. */
export async function credentialsContainers(
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, CredentialsContainer>> {
  const found = (await stackContainers(stack, env)).filter(({ role }) => role === "credentials");
  if (found.length === 0) return new Map();
  const { stdout } = await run("docker", ["inspect", ...found.map(({ id }) => id)], { env });
  return byStore(JSON.parse(stdout) as CredentialsContainer[]);
}

/** Those that brought a password, by their store; not the one that made the role of its replicas. */
export function byStore(
  containers: readonly CredentialsContainer[],
): ReadonlyMap<string, CredentialsContainer> {
  return new Map(
    containers
      .filter(({ Config: { Cmd } }) => Cmd?.includes(applyScript))
      .map((container) => [container.Config.Labels[labelNames.component] ?? "", container]),
  );
}
