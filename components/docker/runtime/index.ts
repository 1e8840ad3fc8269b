import { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import type { Outcome } from "../../shared/failure";
import { connectionOptions, type EngineHost } from "./connection";

/** The engine as the program itself asks it: how the containers that Pulumi made are doing. */
export interface Engine {
  /** Waits until the container's health check passes once; one without a check must run. */
  becomesHealthy(id: string, options: Waiting): Promise<Outcome>;
  /**
   * Waits until the container ends. One that failed before this program began is started again; one that
   * outlives the deadline is killed.
   */
  runsToEnd(id: string, options: Waiting): Promise<Outcome>;
  /** What a container of an image on the engine starts, where nothing else is said. */
  startOf(image: string): Promise<Start>;
  /** The user whom an image on the engine names, as it names him: `node`, `10001:10001`; empty where it names none. */
  userOf(image: string): Promise<string>;
}

/** The words with which an image says what it runs; both may be empty. */
export interface Start {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

export interface Waiting {
  /** Seconds. */
  readonly deadline: number;
  /** For a store: past the deadline it is waited for as long as this command succeeds, in seconds from the beginning. */
  readonly recovery?: { readonly alive: readonly string[]; readonly deadline: number };
}

/** How many times a container may fall over while it is waited for. */
const crashes = 3;
const pause = 300;
const shownLines = 20;
/** Processes and threads that a container may have; the provider has no argument for it. */
const processLimit = 1024;
/** Milliseconds within which the engine must take that limit. */
const limitDeadline = 10_000;

const began = Date.now();

/** One that the engine is about to start again counts as running there. */
function isUp({ State }: Docker.ContainerInspectInfo): boolean {
  return State.Running && !State.Restarting;
}

class DockerEngine implements Engine {
  constructor(private readonly docker: Docker) {}

  async becomesHealthy(id: string, { deadline, recovery }: Waiting): Promise<Outcome> {
    const container = this.docker.getContainer(id);
    const end = Date.now() + deadline * 1000;
    const first = await container.inspect();
    await this.limitProcesses(container, first);
    const test = probe(first);
    let answer = "";
    for (let now = first; ; now = await container.inspect()) {
      const { Health } = now.State;
      if (isUp(now)) {
        if (test === undefined || Health?.Status === "healthy") return { ok: true };
        const { code, output } = await this.exec(container, test).catch(lost);
        if (code === 0) return { ok: true };
        answer = output.trim().split("\n").at(-1) ?? "";
      }
      // While it is up for a moment the engine does not know its last exit code.
      if (now.RestartCount - first.RestartCount >= crashes && !isUp(now))
        return await this.failed(container, now, "started and ended again and again");
      if (!now.State.Running) return await this.failed(container, now, "ended instead of becoming healthy");
      if (Date.now() > end && !(await this.recovers(container, now, recovery, end - deadline * 1000))) {
        const said = answer === "" ? "" : `: its health check says "${answer.slice(0, 200)}"`;
        const over = recovery === undefined ? 0 : Math.round((Date.now() - end) / 1000);
        const waited = deadline + over;
        return await this.failed(container, now, `did not become healthy within ${waited} s${said}`);
      }
      await delay(pause);
    }
  }

  /** Whether a store lives that does not serve yet: to fail the release would help it no more than to end it. */
  private async recovers(
    container: Docker.Container,
    now: Docker.ContainerInspectInfo,
    recovery: Waiting["recovery"],
    began: number,
  ): Promise<boolean> {
    if (recovery === undefined || !isUp(now) || Date.now() > began + recovery.deadline * 1000) return false;
    return (await this.exec(container, recovery.alive).catch(lost)).code === 0;
  }

  async runsToEnd(id: string, { deadline }: Waiting): Promise<Outcome> {
    const container = this.docker.getContainer(id);
    const end = Date.now() + deadline * 1000;
    let now = await container.inspect();
    const { Status, ExitCode, FinishedAt } = now.State;
    const earlier = Status === "exited" && ExitCode !== 0 && new Date(FinishedAt).getTime() < began;
    if (Status === "created" || earlier) await container.start();
    await this.limitProcesses(container, now);
    for (now = await container.inspect(); now.State.Running; now = await container.inspect()) {
      if (Date.now() > end) {
        await container.kill().catch(() => undefined);
        return await this.failed(container, now, `did not end within ${deadline} s and was killed`);
      }
      await delay(pause);
    }
    if (now.State.ExitCode === 0) return { ok: true };
    return await this.failed(container, now, "failed");
  }

  async startOf(image: string): Promise<Start> {
    const { Config } = await this.docker.getImage(image).inspect();
    const listed = (words: string | string[] | null | undefined): readonly string[] =>
      typeof words === "string" ? [words] : (words ?? []);
    return { entrypoint: listed(Config.Entrypoint), command: listed(Config.Cmd) };
  }

  async userOf(image: string): Promise<string> {
    return (await this.docker.getImage(image).inspect()).Config.User;
  }

  private async limitProcesses(container: Docker.Container, now: Docker.ContainerInspectInfo): Promise<void> {
    if ((now.HostConfig.PidsLimit ?? 0) > 0) return;
    for (const end = Date.now() + limitDeadline; ; await delay(pause)) {
      try {
        await container.update({ PidsLimit: processLimit });
        return;
      } catch (error) {
        // One that ends or falls over in this moment runs by the engine's word and is gone by containerd's. Once the engine knows
        // better it takes the limit, also of an ended one: whoever starts it again starts it limited.
        if (Date.now() > end) throw error;
      }
    }
  }

  private async failed(
    container: Docker.Container,
    now: Docker.ContainerInspectInfo,
    reason: string,
  ): Promise<Outcome> {
    const { ExitCode, OOMKilled, Error: message } = now.State;
    const memory = OOMKilled ? ", killed because it ran out of memory" : "";
    const why = message === "" ? "" : ` (${message})`;
    const exit = isUp(now) ? "" : `, with exit code ${ExitCode}${memory}${why}`;
    return {
      ok: false,
      container: now.Name.slice(1),
      reason: `${reason}${exit}`,
      log: await this.log(container),
    };
  }

  private async log(container: Docker.Container): Promise<string> {
    const raw = await container.logs({ stdout: true, stderr: true, tail: shownLines });
    const collected = collector();
    for (let at = 0; at + 8 <= raw.length; at += 8 + raw.readUInt32BE(at + 4))
      collected.stream.write(raw.subarray(at + 8, at + 8 + raw.readUInt32BE(at + 4)));
    return collected.text();
  }

  private async exec(
    container: Docker.Container,
    argv: readonly string[],
  ): Promise<{ readonly code: number; readonly output: string }> {
    const exec = await container.exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({});
    const collected = collector();
    (this.docker.modem as { demuxStream(from: unknown, out: unknown, err: unknown): void }).demuxStream(
      stream,
      collected.stream,
      collected.stream,
    );
    await new Promise((resolve, reject) =>
      stream.on("end", resolve).on("close", resolve).on("error", reject),
    );
    const { ExitCode } = await exec.inspect();
    return { code: ExitCode ?? 1, output: collected.text() };
  }
}

/** The health check of a container as a command; undefined where there is none. */
function probe({ Config }: Docker.ContainerInspectInfo): readonly string[] | undefined {
  const [kind = "NONE", ...rest] = Config.Healthcheck?.Test ?? [];
  if (kind === "NONE") return undefined;
  return kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...rest] : rest;
}

function lost(error: unknown): { readonly code: number; readonly output: string } {
  return { code: 1, output: error instanceof Error ? error.message : String(error) };
}

function collector(): { readonly stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** The engine at a host; connected when it is first asked: most previews never ask. */
export function engineAt(host: EngineHost): Engine {
  let connected: Promise<Engine> | undefined;
  const connect = async (): Promise<Engine> => {
    const { default: Client } = await import("dockerode");
    return new DockerEngine(new Client(connectionOptions(host)));
  };
  const engine = (): Promise<Engine> => (connected ??= connect());
  return {
    becomesHealthy: async (id, options) => (await engine()).becomesHealthy(id, options),
    runsToEnd: async (id, options) => (await engine()).runsToEnd(id, options),
    startOf: async (image) => (await engine()).startOf(image),
    userOf: async (image) => (await engine()).userOf(image),
  };
}
