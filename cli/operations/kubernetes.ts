import { setTimeout as delay } from "node:timers/promises";
import type { Condition, Pod } from "../../components/kubernetes/runtime/objects";
import { engineContainer, seconds, type Job, type Server } from "../../components/model";
import { stillRunning } from "../../components/render/schedule";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import type { Kubectl } from "../runtime/kubectl";
import type { CommandLine, Instance } from "../runtime/runtime";
import { readLines, shownLine } from "./lines";
import {
  running,
  serverOf,
  type LogOptions,
  type Operations,
  type Source,
  type TunnelOptions,
} from "./operations";
import { tunnelByCommand, type Tunnel } from "./tunnel";

const pollMs = 500;
/** Seconds that a rollout may take; a pod's own start period is within it. */
const patience = 900;
/** Seconds for finding a node and pulling an image, on top of a job's own time. */
const placing = 300;

interface Schedule {
  readonly metadata: { readonly uid: string };
}

interface Run {
  readonly metadata: {
    readonly name: string;
    readonly ownerReferences?: readonly { readonly uid: string }[];
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

function ending({ status }: Run): "Complete" | "Failed" | undefined {
  return (["Complete", "Failed"] as const).find((type) =>
    status?.conditions?.some((one) => one.type === type && one.status === "True"),
  );
}

/** Pod and container of an instance's id. */
function placed(id: string): readonly [pod: string, container: string] {
  const [pod = "", container = ""] = id.split("/");
  return [pod, container];
}

/** Words of kubectl that print a container's log, each line behind the moment it was written. */
export function podLog(id: string, { follow, tail, since }: LogOptions): readonly string[] {
  const [pod, container] = placed(id);
  return [
    ...["logs", pod, "--container", container, "--timestamps", "--tail", tail === "all" ? "-1" : tail],
    ...(since === undefined ? [] : ["--since-time", since.toISOString()]),
    ...(follow ? ["--follow"] : []),
  ];
}

/** A stack in a namespace of a cluster, as whoever is on call works on it. */
export class KubernetesOperations implements Operations {
  constructor(
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly kubectl: Kubectl,
    private readonly pods: () => Promise<readonly Instance[]>,
  ) {}

  async sources(): Promise<readonly Source[]> {
    return (await this.pods()).map(({ id, component, role }) => ({
      component,
      role,
      read: (options, onLine) => readLines(this.kubectl.line(...podLog(id, options)), this.env, onLine),
    }));
  }

  async instances(component: string): Promise<readonly Instance[]> {
    return (await this.pods()).filter((one) => one.component === component);
  }

  session({ id }: Instance, argv: readonly string[], terminal: boolean): Promise<CommandLine> {
    const [pod, container] = placed(id);
    const words = ["exec", "--stdin", ...(terminal ? ["--tty"] : []), pod, "--container", container];
    return Promise.resolve(this.kubectl.line(...words, "--", ...argv));
  }

  async tunnel(store: Server, options: TunnelOptions): Promise<Tunnel> {
    const [pod] = placed(serverOf(await this.instances(store.name), store.name, options, this.stack).id);
    const ports = `${options.port === 0 ? "" : options.port}:${engineContainer(store).ports.main}`;
    return await tunnelByCommand(
      this.kubectl.line("port-forward", "--address", "127.0.0.1", `pod/${pod}`, ports),
      /^Forwarding from 127\.0\.0\.1:(\d+) /,
      this.env,
    );
  }

  async run(job: Job): Promise<number> {
    const { kubectl, stack } = this;
    const { name, timeout = "10m" } = job;
    // Of another stack's namespace nothing is asked: this one refuses it.
    await this.pods();
    const schedule = await kubectl.get<Schedule>("cronjob", name);
    if (schedule === undefined)
      throw new PlainError(`Job ${name} is not deployed yet: npx trireme up ${stack}`);
    const runs = await kubectl.list<Run>("jobs", `app.kubernetes.io/name=${name}`);
    const { uid } = schedule.metadata;
    const own = runs.filter(({ metadata }) => metadata.ownerReferences?.some((one) => one.uid === uid));
    if (own.some((run) => ending(run) === undefined)) return stillRunning;
    const made = `${name}-${Math.floor(Date.now() / 1000)}`;
    await kubectl.run(["create", "job", made, `--from=cronjob/${name}`]);
    const end = Date.now() + (seconds(timeout) + placing) * 1000;
    const read = new Set<string>();
    for (;;) {
      const run = await kubectl.get<Run>("job", made);
      const pods = await kubectl.list<Pod>("pods", `job-name=${made}`);
      for (const pod of pods) await this.printed(pod, name, read);
      const ended = run === undefined ? "Failed" : ending(run);
      if (ended === "Complete") return 0;
      if (ended === "Failed") return exitCodeOf(pods);
      if (Date.now() > end)
        throw new PlainError(
          `Job ${made} has not ended. Look at it: ${kubectl.line("describe", "job", made).join(" ")}`,
        );
      await delay(pollMs);
    }
  }

  async restart(service: string, progress: Progress): Promise<void> {
    const { kubectl, stack } = this;
    const services = (await this.pods()).filter(({ role }) => role === "service");
    running(
      service,
      stack,
      services.map(({ component }) => component),
    );
    await progress.step(`Restarting ${service}`, async () => {
      await kubectl.run(["rollout", "restart", `deployment/${service}`]);
      await kubectl.run(["rollout", "status", `deployment/${service}`, `--timeout=${patience}s`]);
    });
  }

  /** Prints the log of a run's pod to its end, once. */
  private async printed(
    { metadata: { name }, status }: Pod,
    container: string,
    read: Set<string>,
  ): Promise<void> {
    if (status?.phase === "Pending" || read.has(name)) return;
    read.add(name);
    const options = { follow: true, tail: "all" };
    await readLines(this.kubectl.line(...podLog(`${name}/${container}`, options)), this.env, ({ text }) =>
      console.log(shownLine(text)),
    );
  }
}

/** The exit code of the last of a job's pods. */
export function exitCodeOf(pods: readonly Pod[]): number {
  const last = [...pods]
    .sort((a, b) => ((a.metadata.creationTimestamp ?? "") < (b.metadata.creationTimestamp ?? "") ? -1 : 1))
    .at(-1);
  return last?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode ?? 1;
}
