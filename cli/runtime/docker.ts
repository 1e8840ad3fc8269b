import { engineContainer, isServer, labelNames, type Ingress, type Server } from "../../components/model";
import { savedFolder } from "../../components/render/backup";
import { StandingKeeper } from "../backup/standing";
import { withoutWriters, awaitHealthy } from "../backup/writers";
import { DockerOperations } from "../operations/docker";
import { PlainError } from "../../setup/errors";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import type { JobRun } from "../release/releases";
import { credentialsContainers, retirement } from "../release/rotation";
import { onEngine, ownerOf, stackContainers } from "../stack/containers";
import { systemOf } from "../stack/system";
import { ofComponent, type Container } from "../verify/containers";
import { certificateCommand } from "../verify/certificate";
import type {
  CommandLine,
  ContainerRuntime,
  Ended,
  IngressState,
  Instance,
  RotatedStore,
  SavedStore,
} from "./runtime";
import type { TargetRuntime } from "./target";
import { ContainerVerifier } from "./verifier";

const Health = { Status: "healthy" };

/** The server of a store: on an engine, no other stores are saved. */
function servedBy({ store, server }: SavedStore): { readonly store: Server; readonly server: Instance } {
  if (!isServer(store) || server === undefined)
    throw new PlainError(`${store.name} has no server on this engine.`);
  return { store, server };
}

/**
 * What is told of containers that are still there after a stack was destroyed.
 *
 * @param ours names of those that were the stack's for certain
 * @param labelled names of those that only carry its labels
 */
export function leftoverReport(stack: string, ours: readonly string[], labelled: readonly string[]): string {
  const told = [
    ...(ours.length === 0
      ? []
      : [
          `These containers of stack ${stack} are left:`,
          ...ours.map((name) => `  ${name}`),
          `Remove them: docker rm --force ${ours.join(" ")}`,
        ]),
    ...(labelled.length === 0
      ? []
      : [
          `These containers carry the labels of a stack "${stack}" but were never in this checkout's state:`,
          ...labelled.map((name) => `  ${name}`),
          "They may be another checkout's, which has a stack of the same name on this engine, or of an interrupted update. Find out before you remove them: docker inspect NAME",
        ]),
  ];
  return told.join("\n");
}

/** A stack on a Docker engine. */
class DockerRuntime implements ContainerRuntime {
  constructor(
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async instances(): Promise<readonly Instance[]> {
    return await stackContainers(this.stack, this.env);
  }

  async rotated(): Promise<ReadonlyMap<string, RotatedStore>> {
    const { env } = this;
    const containers = await credentialsContainers(this.stack, env);
    return new Map(
      [...containers].map(([store, container]) => [
        store,
        {
          inForce: container.State.ExitCode === 0 && container.State.Status === "exited",
          retire: async () => (await run("docker", retirement(container, Date.now()), { env })).stdout,
        },
      ]),
    );
  }

  async inspected(): Promise<readonly Container[]> {
    const ids = (await this.instances()).map(({ id }) => id);
    if (ids.length === 0) return [];
    // It fails when one of them has gone meanwhile, and prints the others all the same.
    const { stdout } = await run("docker", ["inspect", "--type", "container", ...ids], {
      env: this.env,
      allowFailure: true,
    });
    return await Promise.all(
      (JSON.parse(stdout) as Container[]).map(async (container) =>
        (await this.answers(container)) ? { ...container, State: { ...container.State, Health } } : container,
      ),
    );
  }

  async exec(instance: string, argv: readonly string[]): Promise<Ended> {
    const { code, stdout, stderr } = await run("docker", ["exec", instance, ...argv], {
      env: this.env,
      allowFailure: true,
    });
    return { code, output: code === 0 ? stdout : (stdout + stderr).trim() };
  }

  execCommand({ id }: Instance, argv: readonly string[], reads?: "reads"): CommandLine {
    return ["docker", "exec", ...(reads === undefined ? [] : ["--interactive"]), id, ...argv];
  }

  interactive({ name }: Instance, argv: readonly string[]): string {
    return ["docker exec -it", name, ...argv].join(" ");
  }

  async jobRuns(): Promise<readonly JobRun[]> {
    const jobs = (await this.instances()).filter(({ role }) => role === "job");
    if (jobs.length === 0) return [];
    const { stdout } = await run("docker", ["inspect", ...jobs.map(({ id }) => id)], { env: this.env });
    return (
      JSON.parse(stdout) as {
        readonly State: { readonly Status: string; readonly ExitCode: number };
        readonly Config: { readonly Labels: Readonly<Record<string, string>> };
      }[]
    ).map(({ State, Config: { Labels } }) => ({
      job: Labels[labelNames.component] ?? "",
      reference: Labels[labelNames.image] ?? "",
      exitCode: State.ExitCode,
      ended: State.Status === "exited",
    }));
  }

  async withoutWriters<T>(
    components: readonly string[],
    progress: Progress,
    body: () => Promise<T>,
  ): Promise<T> {
    return await withoutWriters(await onEngine(this.stack, this.env), components, this.env, progress, body);
  }

  async stopped<T>(saved: SavedStore, progress: Progress, body: () => Promise<T>): Promise<T> {
    const { env } = this;
    const { store, server } = servedBy(saved);
    try {
      await progress.step(`Stopping ${store.name}`, () => run("docker", ["stop", server.id], { env }));
      return await body();
    } finally {
      await progress.step(`Starting ${store.name}`, async () => {
        await run("docker", ["start", server.id], { env });
        await awaitHealthy([server.id], env);
      });
    }
  }

  async beside(saved: SavedStore, argv: readonly string[]): Promise<Ended> {
    const { env } = this;
    const { saver } = saved;
    const format = "{{.Image}}\t{{.Config.User}}";
    const { stdout: told } = await run("docker", ["inspect", "--format", format, saver.id], { env });
    // The volume that is saved is mounted where it is read; the data of a server, where its engine has it.
    const { path, of } = isServer(saved.store)
      ? { path: engineContainer(saved.store).dataPath ?? "", of: servedBy(saved).server }
      : { path: savedFolder, of: saver };
    const mounted = `{{range .Mounts}}{{if eq .Destination "${path}"}}{{.Name}}{{end}}{{end}}`;
    const { stdout: volume } = await run("docker", ["inspect", "--format", mounted, of.id], { env });
    const [image = "", user = ""] = told.trim().split("\t");
    const { code, stdout, stderr } = await run(
      "docker",
      [
        ...["run", "--rm", "--pull", "never", "--network", "none", "--user", user],
        // The store's data by its name: images declare volumes of their own at the same path.
        ...["--volumes-from", saver.id, "--volume", `${volume.trim()}:${path}`],
        ...["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
        ...["--pids-limit", "256", "--memory", "2g"],
        ...["--label", `${labelNames.system}=${ownerOf(this.stack).system}`],
        ...["--label", `${labelNames.stack}=${this.stack}`, image, ...argv],
      ],
      { env, allowFailure: true },
    );
    return { code, output: code === 0 ? stdout : (stdout + stderr).trim() };
  }

  async ingress(ingress: Ingress, containers: readonly Container[]): Promise<IngressState> {
    const { name } = ingress;
    const [proxy] = ofComponent(containers, name, "proxy");
    const [reload] = ofComponent(containers, name, "reload");
    return {
      kind: "proxy",
      configuration: reload?.Config.Labels[labelNames.configuration],
      certificate:
        proxy === undefined
          ? { code: 1, output: "the proxy does not run" }
          : await this.exec(proxy.Name.slice(1), certificateCommand(ingress)),
      address: "127.0.0.1",
    };
  }

  async leftovers(): Promise<() => Promise<string>> {
    const { stack, env } = this;
    const before = await onEngine(stack, env);
    const ours = new Set([...before.own, ...before.strays.attached].map(({ id }) => id));
    return async () => {
      const { own, strays } = await onEngine(stack, env);
      const left = [...own, ...strays.attached, ...strays.unknown];
      return leftoverReport(
        stack,
        left.filter(({ id }) => ours.has(id)).map(({ name }) => name),
        left.filter(({ id }) => !ours.has(id)).map(({ name }) => name),
      );
    };
  }

  /** Whether a container whose first check by the engine is still to come passes that check now. */
  private async answers({ Name, State, Config }: Container): Promise<boolean> {
    if (State.Status !== "running" || State.Health?.Status !== "starting") return false;
    const [kind, ...argv] = Config.Healthcheck?.Test ?? [];
    const command = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...argv] : argv;
    return (await this.exec(Name.slice(1), command)).code === 0;
  }
}

export const docker: TargetRuntime = {
  open: (stack, env) => new DockerRuntime(stack, env),
  containers: (stack, env) => new DockerRuntime(stack, env),
  keeper: (stack, env, progress) =>
    new StandingKeeper(systemOf(stack), stack, new DockerRuntime(stack, env), progress),
  operations: (stack, env) => new DockerOperations(stack, env, () => stackContainers(stack, env)),
  verifier: (stack, env) => new ContainerVerifier(stack, new DockerRuntime(stack, env)),
  // On an engine, everything has names of its own.
  refuseTakeover: () => Promise.resolve(),
  leftovers: (stack, env) => new DockerRuntime(stack, env).leftovers(),
  lettingGo: (stack) => `Remove it too, for good:      npx trireme destroy ${stack} --delete-data`,
};
