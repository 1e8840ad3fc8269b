import { engineContainer, toolsImage, type Job, type Server } from "../../components/model";
import { scheduleCommand } from "../../components/render/schedule";
import { PlainError } from "../../setup/errors";
import { run, runAttached } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";
import { localSubstitutes } from "../../stacks/config/substitutes";
import { awaitHealthy } from "../backup/writers";
import type { CommandLine, Instance } from "../runtime/runtime";
import { readLines } from "./lines";
import {
  running,
  serverOf,
  type LogOptions,
  type Operations,
  type Source,
  type TunnelOptions,
} from "./operations";
import { tunnelByStreams, type Tunnel } from "./tunnel";

/** What prints a container's log, each line behind the moment it was written. */
export function dockerLog(id: string, { follow, tail, since }: LogOptions): CommandLine {
  return [
    ...(["docker", "logs", "--timestamps", "--tail", tail] as const),
    ...(since === undefined ? [] : ["--since", since.toISOString()]),
    ...(follow ? ["--follow"] : []),
    id,
  ];
}

/** What carries one connection to a port of a container, by its own network: the engine may be another machine's. */
function relay(id: string, port: number, image: string): CommandLine {
  return [
    ...(["docker", "run", "--rm", "--interactive", "--network", `container:${id}`] as const),
    ...["--user", "65534:65534", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...[image, "busybox", "nc", "127.0.0.1", String(port)],
  ];
}

/** A stack on a Docker engine, as whoever is on call works on it. */
export class DockerOperations implements Operations {
  constructor(
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly containers: () => Promise<readonly Instance[]>,
  ) {}

  async sources(): Promise<readonly Source[]> {
    return (await this.containers()).map(({ id, component, role }) => ({
      component,
      role,
      read: (options, onLine) => readLines(dockerLog(id, options), this.env, onLine),
    }));
  }

  async instances(component: string): Promise<readonly Instance[]> {
    return (await this.containers()).filter((one) => one.component === component && one.replaced !== true);
  }

  session({ id }: Instance, argv: readonly string[], terminal: boolean): Promise<CommandLine> {
    return Promise.resolve([
      ...(["docker", "exec", "--interactive"] as const),
      ...(terminal ? ["--tty"] : []),
      id,
      ...argv,
    ]);
  }

  async tunnel(store: Server, options: TunnelOptions): Promise<Tunnel> {
    const { id } = serverOf(await this.instances(store.name), store.name, options, this.stack);
    const image = localSubstitutes(projectRoot)[toolsImage] ?? toolsImage;
    return await tunnelByStreams(relay(id, engineContainer(store).ports.main, image), options.port, this.env);
  }

  /** By its scheduler, which keeps runs from overlapping. */
  async run({ name }: Job): Promise<number> {
    const scheduler = (await this.instances(name)).find(({ role }) => role === "schedule");
    if (scheduler === undefined)
      throw new PlainError(`Job ${name} is not deployed yet: npx trireme up ${this.stack}`);
    const { env } = this;
    return await runAttached("docker", ["exec", scheduler.id, ...scheduleCommand("now")], { env });
  }

  /** One after the other: the others serve meanwhile. */
  async restart(service: string, progress: Progress): Promise<void> {
    const { env, stack } = this;
    const services = (await this.containers()).filter(
      ({ role, replaced }) => role === "service" && replaced !== true,
    );
    running(
      service,
      stack,
      services.map(({ component }) => component),
    );
    for (const { id, name } of services.filter(({ component }) => component === service))
      await progress.step(`Restarting ${name}`, async () => {
        await run("docker", ["restart", id], { env });
        await awaitHealthy([id], env);
      });
  }
}
