import { shortName } from "../../components/aws/runtime/asking";
import type { LogPiece } from "../../components/aws/runtime/operator";
import type { Operating } from "../../components/aws/runtime/run";
import type { LogLine, LogOptions } from "./operations";

/** What the proxy of Service Connect writes, which is no container of the component's. */
const connect = /^connect\//;
/** Rounds of a followed log after which new streams are looked for. */
const looks = 5;

/**
 * The streams of a log group that count as what runs: those of the tasks that run, else those of the task that wrote last; all of a group that no task writes.
 *
 * @param streams names, the one that was written to last first
 * @param running ids of the cluster's tasks
 */
export function currentStreams(streams: readonly string[], running: ReadonlySet<string>): readonly string[] {
  const own = streams.filter((name) => !connect.test(name));
  const live = own.filter((name) => running.has(shortName(name)));
  if (live.length > 0) return live;
  const [last] = own;
  if (last === undefined || !last.includes("/")) return own;
  return own.filter((name) => shortName(name) === shortName(last));
}

/** Reads one component's log groups. */
export class GroupReader {
  private readonly next = new Map<string, string | undefined>();

  constructor(
    private readonly operating: Operating,
    private readonly groups: readonly string[],
    private readonly running: () => Promise<ReadonlySet<string>>,
  ) {}

  async read(options: LogOptions, onLine: (line: LogLine) => void): Promise<void> {
    for (const [group, stream] of await this.streams(options))
      await this.begin(group, stream, options, onLine);
    for (let round = 1; options.follow; round += 1) {
      await this.operating.pause();
      for (const key of this.next.keys()) await this.on(key, onLine);
      if (round % looks > 0) continue;
      // A new instance is followed from its first line on.
      for (const [group, stream] of await this.streams(options))
        if (!this.next.has(keyOf(group, stream)))
          await this.begin(group, stream, { follow: true, tail: "all" }, onLine);
    }
  }

  private async streams({ since }: LogOptions): Promise<readonly (readonly [string, string])[]> {
    const running = await this.running();
    const found = await Promise.all(
      this.groups.map(async (group) => {
        const all = await this.operating.client.streams(group);
        const chosen =
          since === undefined ? currentStreams(all, running) : all.filter((one) => !connect.test(one));
        return chosen.map((stream) => [group, stream] as const);
      }),
    );
    return found.flat();
  }

  private async begin(
    group: string,
    stream: string,
    { tail, since }: LogOptions,
    onLine: (line: LogLine) => void,
  ): Promise<void> {
    const { client } = this.operating;
    const key = keyOf(group, stream);
    if (tail === "all") {
      this.next.set(key, undefined);
      await this.on(key, onLine, since);
      return;
    }
    const { lines, next }: LogPiece = await client.tail(group, stream, Number(tail));
    const from = since?.toISOString() ?? "";
    for (const line of lines) if (line.at >= from) onLine(line);
    this.next.set(key, next);
  }

  /** Reads a stream on to where it ends now. */
  private async on(key: string, onLine: (line: LogLine) => void, since?: Date): Promise<void> {
    const [group = "", stream = ""] = key.split("\n");
    for (;;) {
      const before = this.next.get(key);
      const { lines, next } = await this.operating.client.piece(group, stream, { next: before, since });
      lines.forEach(onLine);
      this.next.set(key, next ?? before);
      // CloudWatch repeats the token at the end.
      if (next === undefined || next === before) return;
    }
  }
}

function keyOf(group: string, stream: string): string {
  return `${group}\n${stream}`;
}
