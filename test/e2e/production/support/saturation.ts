import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainLoadTools } from "../../../../lab/tools/load-tools";
import { progressOn } from "../../../../setup/progress";
import { urlOf, type Origin } from "./client";
import type { Target } from "./attack";

/** What wrk counted. */
export interface Counted {
  readonly requests: number;
  readonly seconds: number;
  /** Answers with a status of 400 or more. */
  readonly status: number;
  /** Connections that could not be made. */
  readonly connect: number;
  /** Connections that were cut while an answer was awaited. */
  readonly read: number;
  readonly write: number;
  readonly timeout: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

function script(address: string, targets: readonly Target[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  const formats = targets.map(({ method, path, body }) =>
    body === undefined
      ? `wrk.format(${quoted(method)}, ${quoted(path)})`
      : `wrk.format(${quoted(method)}, ${quoted(path)}, json, ${quoted(JSON.stringify(body))})`,
  );
  // The name resolves to loopback in browsers alone.
  return `function wrk.resolve(_, service)
  wrk.addrs = wrk.lookup(${quoted(address)}, service)
end
local all = {}
local at = 0
init = function()
  local json = { ["Content-Type"] = "application/json" }
  all = { ${formats.join(", ")} }
end
request = function()
  at = at % #all + 1
  return all[at]
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\nCOUNTED {"requests":%d,"seconds":%f,"status":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,"p50":%f,"p99":%f}\\n',
    summary.requests, summary.duration / 1e6, e.status, e.connect, e.read, e.write, e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
`;
}

/** As many requests as the answers allow, over a fixed number of connections, until it is told to stop. */
export class Saturation {
  private readonly ended: Promise<unknown>;
  private output = "";

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    child.stdout?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(child, "close");
    // It must not outlive a test that fails.
    process.once("exit", this.abandon);
  }

  static async start(origin: Origin, targets: readonly Target[], connections: number): Promise<Saturation> {
    const { wrk } = await obtainLoadTools(progressOn());
    const folder = mkdtempSync(join(tmpdir(), "trireme-wrk-"));
    const file = join(folder, "script.lua");
    writeFileSync(file, script(origin.address, targets));
    const bound = ["-d", "1800s", "--timeout", "20s"];
    const args = ["-t", "2", "-c", String(connections), ...bound, "-s", file, urlOf(origin)];
    return new Saturation(folder, spawn(wrk, args, { stdio: ["ignore", "pipe", "inherit"] }));
  }

  async stop(): Promise<Counted> {
    this.child.kill("SIGINT");
    await this.ended;
    process.off("exit", this.abandon);
    rmSync(this.folder, { recursive: true });
    const counted = /^COUNTED (.*)$/m.exec(this.output)?.[1];
    if (counted === undefined) throw new Error(`wrk counted nothing: ${this.output}`);
    return JSON.parse(counted) as Counted;
  }

  private readonly abandon = (): void => void this.child.kill("SIGKILL");
}
