import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createLog } from "../../../../examples/sample/log";
import { serve } from "../../../../examples/sample/server";
import { readSettings } from "../../../../examples/sample/settings";
import type { Cache, Database, Item, Stores } from "../../../../examples/sample/stores";

const sources = join(import.meta.dirname, "../../../../examples/sample");

export class MemoryDatabase implements Database {
  private readonly tables = new Set<string>();
  private readonly rows: Item[] = [];

  async missingTables(names: readonly string[]) {
    return Promise.resolve(names.filter((name) => !this.tables.has(name)));
  }
  async items() {
    return Promise.resolve(this.rows);
  }
  async addItem(name: string) {
    const item = { id: this.rows.length + 1, name };
    this.rows.push(item);
    return Promise.resolve(item);
  }
  async migrate() {
    this.tables.add("alembic_version").add("items");
    return Promise.resolve(["created"]);
  }
  async run() {
    return Promise.resolve();
  }
  async close() {
    return Promise.resolve();
  }
}

export class MemoryCache implements Cache {
  private readonly counts = new Map<string, number>();
  private readonly jobs = new Map<string, string[]>();

  async ping() {
    return Promise.resolve();
  }
  async increment(key: string) {
    this.counts.set(key, (await this.count(key)) + 1);
    return this.count(key);
  }
  async count(key: string) {
    return Promise.resolve(this.counts.get(key) ?? 0);
  }
  async put(queue: string, job: string) {
    this.jobs.set(queue, [...(this.jobs.get(queue) ?? []), job]);
    return Promise.resolve();
  }
  async take(queue: string) {
    return Promise.resolve(this.jobs.get(queue)?.shift());
  }
  close() {
    this.counts.clear();
  }
}

/** A service of this role on a free port, drained at the end of the test. */
export async function start(
  role: string,
  environment: Record<string, string> = {},
  options: { stores?: Stores; root?: string } = {},
) {
  const settings = readSettings({
    SAMPLE_ROLE: role,
    SAMPLE_LINGER_SECONDS: "0",
    SAMPLE_DRAIN_SECONDS: "0.1",
    LOG_LEVEL: "debug",
    ...environment,
    PORT: "0",
    MCP_PORT: "0",
  });
  const lines: string[] = [];
  const log = createLog(settings.logLevel, settings.logFormat, settings.contract.logger, (line) =>
    lines.push(line),
  );
  const running = await serve(settings, options.stores ?? {}, log, options.root ?? sources);
  let drained: Promise<void> | undefined;
  const drain = () => (drained ??= running.drain());
  onTestFinished(drain);
  const url = `http://127.0.0.1:${running.port}`;

  return {
    url,
    port: running.port,
    lines,
    drain,
    get: (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers }),
    post: (path: string, body: object | string, headers: Record<string, string> = {}) =>
      fetch(url + path, {
        method: "POST",
        headers,
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** Waits for a condition; fails after five seconds. */
export async function eventually(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within 5 s: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Reads server-sent events one at a time; undefined at the end of the stream. */
export function eventsOf(response: Response) {
  if (response.body === null) throw new Error("the response has no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  return async (): Promise<{ event: string; data: Record<string, unknown> } | undefined> => {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const [, event = "", data = ""] = /event: (.*)\ndata: (.*)/.exec(buffer.slice(0, end)) ?? [];
        buffer = buffer.slice(end + 2);
        return { event, data: JSON.parse(data) as Record<string, unknown> };
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      buffer += value;
    }
  };
}
