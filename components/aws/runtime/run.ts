import { shortName, whyStopped, type Asking } from "./asking";
import type { Override, Task } from "./client";
import type { LogLine, OperatorClient } from "./operator";
import type { WantedTask } from "./task";

/** A single run of a task definition that an operator starts. */
export interface WantedRun extends WantedTask {
  /** Who it says has started it: 36 characters at most. @default "trireme" */
  readonly startedBy?: string;
  /** @default what the definition says */
  readonly override?: Override | readonly Override[];
}

/** How a run ended. */
export interface EndedRun {
  /** The task's own id; absent where it was not started. */
  readonly task?: string;
  /** Of its container; absent where it never ran. */
  readonly exitCode?: number;
  /** Why it has not succeeded; absent where it has. */
  readonly reason?: string;
  readonly lines: readonly LogLine[];
}

/** AWS, and a clock, as runs of tasks need them. */
export interface Operating extends Asking {
  readonly client: OperatorClient;
}

/** Seconds for an answer to know of a task that was just started. */
const appearance = 30;

/** Reads one container's log piece by piece. */
class Follower {
  readonly lines: LogLine[] = [];
  private next: string | undefined;

  constructor(
    private readonly client: OperatorClient,
    private readonly group: string,
    private readonly stream: string,
    private readonly onLine: (line: LogLine) => void,
  ) {}

  /** Reads on to where the log ends now. */
  async read(): Promise<void> {
    for (;;) {
      const { lines, next } = await this.client.piece(this.group, this.stream, { next: this.next });
      for (const line of lines) {
        this.lines.push(line);
        this.onLine(line);
      }
      // CloudWatch repeats the token at the end.
      if (next === undefined || next === this.next) return;
      this.next = next;
    }
  }
}

function endOf(task: Task, wanted: WantedRun): Pick<EndedRun, "exitCode" | "reason"> {
  const code = task.containers?.find(({ name }) => name === wanted.container)?.exitCode;
  return {
    ...(code === undefined ? {} : { exitCode: code }),
    ...(code === 0 ? {} : { reason: whyStopped(task, wanted.container) }),
  };
}

/**
 * Runs a task to its end, and tells how it ended.
 *
 * @param deadline seconds after which it is stopped
 * @param onLine gets each line of its container's log as soon as CloudWatch has it
 */
export async function runTask(
  operating: Operating,
  wanted: WantedRun,
  { deadline, onLine = () => undefined }: { deadline: number; onLine?: (line: LogLine) => void },
): Promise<EndedRun> {
  const { client } = operating;
  const { container, logGroup, startedBy = "trireme", ...request } = wanted;
  const run = await client.run({ ...request, startedBy });
  if ("refused" in run) return { reason: `was not started: ${run.refused}`, lines: [] };
  const id = shortName(run.arn);
  const log = new Follower(client, logGroup, `${container}/${container}/${id}`, onLine);
  const start = operating.now();
  for (;;) {
    const task = await client.task(wanted.cluster, run.arn);
    await log.read();
    const ended = { task: id, lines: log.lines };
    if (task?.lastStatus === "STOPPED") {
      // CloudWatch shows the last lines a moment later.
      await operating.pause();
      await log.read();
      return { ...ended, ...endOf(task, wanted) };
    }
    const waited = (operating.now() - start) / 1000;
    if (task === undefined && waited > appearance)
      return { ...ended, reason: `is gone: ECS knows no task ${run.arn}` };
    if (waited > deadline) {
      await client.stop(wanted.cluster, run.arn, "took too long");
      return { ...ended, reason: `did not end within ${deadline} s, and was stopped` };
    }
    await operating.pause();
  }
}
