import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { urlOf, type Origin } from "./client";

/** One request that an attack repeats. */
export interface Target {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** How one request went. */
export interface Sample {
  /** Milliseconds since the epoch at which it was sent. */
  readonly sent: number;
  /** Milliseconds until its answer was complete. */
  readonly latency: number;
  /** Status of the answer; 0 where there was none. */
  readonly code: number;
  readonly error: string;
  readonly method: string;
  readonly url: string;
}

/** A line of `vegeta encode -to csv`: time, code, latency, bytes out, bytes in, error, body, attack, number, method, URL, headers. */
function sampleOf(line: string): Sample {
  if (!/^\d+,/.test(line)) throw new Error(`vegeta wrote what is no sample: ${line}`);
  const [time = "", code = "", latency = "", , , error = "", , , , method = "", url = ""] = fieldsOf(line);
  return {
    sent: Number(time) / 1e6,
    latency: Number(latency) / 1e6,
    code: Number(code),
    error,
    method,
    url,
  };
}

/** The fields of a line of CSV, quoted where they hold commas. */
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}

export const failed = ({ code, error }: Sample): boolean => code < 200 || code >= 300 || error !== "";

/** The value below which this share of the numbers lies; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/**
 * Idle connections that are kept. Every server closes one that stays idle, and a POST sent in that very moment
 * is lost, release or not: with so few, each is used again long before.
 */
const keptConnections = 2;

/** A constant rate of requests, whatever the answers take, until it is told to stop. */
export class Attack {
  private readonly folder = mkdtempSync(join(tmpdir(), "trireme-attack-"));
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private complaints = "";

  constructor(
    private readonly vegeta: string,
    origin: Origin,
    {
      rate,
      keepalive,
      targets,
    }: {
      /** Requests per second. */
      readonly rate: number;
      /** Use connections again, or open one for each request. */
      readonly keepalive: boolean;
      readonly targets: readonly Target[];
    },
  ) {
    const list = join(this.folder, "targets");
    const lines = targets.map(({ method, path, body }) =>
      JSON.stringify({
        method,
        url: `${urlOf(origin)}${path}`,
        header: { "Content-Type": ["application/json"], Accept: ["*/*"] },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)).toString("base64") }),
      }),
    );
    // A line without its end is none to vegeta, where it is the only one.
    writeFileSync(list, lines.map((line) => `${line}\n`).join(""));
    const options = [
      ...["-format=json", `-targets=${list}`, `-rate=${rate}/1s`, "-duration=0", "-timeout=20s"],
      ...[
        `-keepalive=${keepalive}`,
        "-http2=false",
        "-insecure",
        "-max-body=0",
        "-max-workers=500",
        `-connections=${keptConnections}`,
      ],
      // The name resolves to loopback in browsers alone.
      `-connect-to=${origin.domain}:${origin.https}:${origin.address}:${origin.https}`,
      ...["-redirects=-1", `-output=${join(this.folder, "results")}`],
    ];
    this.child = spawn(vegeta, ["attack", ...options], { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.on("data", (chunk: Buffer) => (this.complaints += chunk.toString()));
    this.ended = once(this.child, "close");
    // It has no end of its own, and must not outlive a test that fails.
    process.once("exit", this.abandon);
  }

  /** Ends the attack once what was sent is answered; resolves to every request of it. */
  async stop(): Promise<readonly Sample[]> {
    if (this.child.exitCode !== null) throw new Error(`vegeta ended by itself: ${this.complaints}`);
    this.child.kill("SIGINT");
    await this.ended;
    process.off("exit", this.abandon);
    const samples = await this.read();
    rmSync(this.folder, { recursive: true });
    if (samples.length === 0) throw new Error(`vegeta sent nothing: ${this.complaints}`);
    return samples;
  }

  private readonly abandon = (): void => void this.child.kill("SIGKILL");

  private async read(): Promise<readonly Sample[]> {
    const encode = spawn(this.vegeta, ["encode", "-to", "csv", join(this.folder, "results")], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const samples: Sample[] = [];
    for await (const line of createInterface({ input: encode.stdout })) samples.push(sampleOf(line));
    return samples;
  }
}
