import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { PlainError } from "./errors";
import { projectRoot } from "./workspace";

const TAIL_LINES = 40;

/** How a finished command went. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how to run a command. */
export interface RunOptions {
  /** @default the checkout */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line the command writes to either stream. */
  readonly onLine?: (line: string) => void;
  /** Return the outcome of a failed command, too. @default false */
  readonly allowFailure?: boolean;
  /** Ends the command after so many milliseconds. @default no limit */
  readonly timeoutMs?: number;
}

function tail(text: string): string {
  return text.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
}

/**
 * Runs a command to its end and collects what it writes.
 *
 * @throws PlainError with the command's last lines when it fails, unless failures are allowed
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? projectRoot,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: options.timeoutMs,
  });
  const outcome = { code: 0, stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    createInterface({ input: child[stream] }).on("line", (line) => {
      outcome[stream] += line + "\n";
      options.onLine?.(line);
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.on("error", (error) => {
      outcome.stderr += error.message;
      resolve(127);
    });
    child.on("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
  // Told to stop, the command ends first, and what was half made is cleaned up on the way out.
  outcome.code = await withSignalsTo(child, () => ended);
  if (outcome.code !== 0 && options.allowFailure !== true) {
    const words = [command, ...args].join(" ");
    throw new PlainError(
      `${words}\nfailed with exit code ${outcome.code}:\n${tail(outcome.stderr + outcome.stdout)}`,
    );
  }
  return outcome;
}

/** Runs a command on this process's own streams, passing signals on; resolves to its exit code. */
export async function runAttached(
  command: string,
  args: readonly string[],
  options: Pick<RunOptions, "cwd" | "env"> = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? projectRoot,
    env: options.env ?? process.env,
    stdio: "inherit",
  });
  return await withSignalsTo(
    child,
    () =>
      new Promise<number>((resolve, reject) => {
        child.on("error", (error) =>
          reject(new PlainError(`${command} could not be started: ${error.message}`)),
        );
        child.on("close", (code) => resolve(code ?? 130));
      }),
  );
}

/** A command line and the environment that it runs in. */
export interface Piece {
  readonly line: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs two commands of which the second reads what the first writes; collects what they say otherwise.
 *
 * @throws PlainError with what the one that failed said; where both did, the first is the cause
 */
export async function runPiped(source: Piece, sink: Piece): Promise<void> {
  const [from, ...fromArgs] = source.line;
  const [to, ...toArgs] = sink.line;
  const writing = spawn(from, fromArgs, { env: source.env, stdio: ["ignore", "pipe", "pipe"] });
  const reading = spawn(to, toArgs, { env: sink.env, stdio: ["pipe", "pipe", "pipe"] });
  let unread = false;
  // Whoever reads no more says why itself; what the first says of it then is no cause.
  const leave = (): void => {
    unread = true;
    writing.stdout.destroy();
  };
  reading.stdin.on("error", leave);
  // A command that ends between two writes closes its input without an error; the first would wait for good for room to write.
  reading.stdin.on("close", () => {
    if (!writing.stdout.readableEnded) leave();
  });
  writing.stdout.pipe(reading.stdin);
  const ended = (child: typeof writing | typeof reading): Promise<{ code: number; said: string }> => {
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve) => {
      child.on("error", (error) => {
        if (child === reading) leave();
        else reading.stdin.end();
        resolve({ code: 127, said: error.message });
      });
      child.on("close", (code) => resolve({ code: code ?? 128, said }));
    });
  };
  reading.stdout.resume();
  const outcomes = await withSignalsTo(writing, () =>
    withSignalsTo(reading, () => Promise.all([ended(writing), ended(reading)])),
  );
  const [first, second] = outcomes;
  const inOrder = unread ? [second, first] : [first, second];
  const failed = inOrder.filter(({ code }) => code !== 0);
  const cause = failed.find(({ said }) => said.trim() !== "") ?? failed[0];
  if (cause === undefined) return;
  throw new PlainError(cause.said.trim() === "" ? `failed with exit code ${cause.code}` : tail(cause.said));
}

/**
 * The same for one of several that run at once: each line that it writes goes to this process's standard output after `prefix`. It
 * reads nothing.
 */
export async function runPrefixed(
  prefix: string,
  command: string,
  args: readonly string[],
  options: Pick<RunOptions, "cwd" | "env"> = {},
): Promise<number> {
  const onLine = (line: string) => void process.stdout.write(`${prefix}${line}\n`);
  return (await run(command, args, { ...options, onLine, allowFailure: true })).code;
}

/** A child that gets this process's signals. */
interface Signalled {
  kill(signal: NodeJS.Signals): boolean;
}

const signalled = new Set<Signalled>();

function forward(signal: NodeJS.Signals): void {
  // A terminal sends Ctrl-C to the children as well; a second one would mean "stop at once" to the CLI.
  if (signal === "SIGINT" && process.stdin.isTTY) return;
  for (const child of signalled) child.kill(signal);
}

/** Passes this process's signals on to a child, instead of ending at once, for as long as `body` runs. */
export async function withSignalsTo<T>(child: Signalled, body: () => Promise<T>): Promise<T> {
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  if (signalled.size === 0) for (const signal of signals) process.on(signal, forward);
  signalled.add(child);
  try {
    return await body();
  } finally {
    signalled.delete(child);
    if (signalled.size === 0) for (const signal of signals) process.off(signal, forward);
  }
}

/** The path of a command, if one of the folders on PATH has it. */
export function which(command: string, path: string | undefined = process.env.PATH): string | undefined {
  for (const folder of (path ?? "").split(delimiter)) {
    const candidate = join(folder, command);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}
