import type { Job } from "../../components/model";
import { scheduleCommand } from "../../components/render/schedule";
import { PlainError } from "../../setup/errors";
import { run, runAttached } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { awaitHealthy } from "../backup/writers";
import type { CommandLine, Instance } from "../runtime/runtime";
import { readLines } from "./lines";
import { running, type LogOptions, type Operations, type Source } from "./operations";

/** What prints a container's log, each line behind the moment it was written. */
export function dockerLog(id: string, { follow, tail, since }: LogOptions): CommandLine {
  return [
    ...(["docker", "logs", "--timestamps", "--tail", tail] as const),
    ...(since === undefined ? [] : ["--since", since.toISOString()]),
    ...(follow ? ["--follow"] : []),
    id,
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
