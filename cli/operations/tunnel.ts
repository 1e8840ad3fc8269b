import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { PlainError } from "../../setup/errors";
import type { CommandLine } from "../runtime/runtime";

/** A way from a port of this machine to a store, until it is closed. */
export interface Tunnel {
  /** At 127.0.0.1. */
  readonly port: number;
  /** Resolves when it ends before it is closed, with the reason. */
  readonly broken: Promise<string>;
  close(): Promise<void>;
}

/** Ctrl-C in a client cancels its query; a terminal would end the way under it as well. */
const detached = true;

const never = new Promise<never>(() => {});

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("close", () => resolve()));
}

/**
 * A tunnel of which each connection is a command of its own, with the connection on its streams.
 *
 * @param port of this machine; 0 for any that is free
 * @throws PlainError where the port is taken
 */
export async function tunnelByStreams(
  [command, ...args]: CommandLine,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<Tunnel> {
  const children = new Map<ChildProcess, Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"], detached });
    children.set(child, socket);
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    // Either side may go first; what it still had on its way is of no use to anybody then.
    socket.on("error", () => child.kill());
    child.stdin.on("error", () => socket.destroy());
    child.on("error", () => socket.destroy());
    socket.on("close", () => child.kill());
    child.on("close", () => {
      children.delete(child);
      socket.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new PlainError(`Port ${port} of this machine cannot be used: ${error.message}. Give another: --port`),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    broken: never,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      const running = [...children];
      for (const [child, socket] of running) {
        socket.destroy();
        child.kill();
      }
      await Promise.all([closed, ...running.map(([child]) => ended(child))]);
    },
  };
}

/**
 * A tunnel that a command opens and keeps open.
 *
 * @param opened what it prints then, with the port as its first group
 * @throws PlainError with what it printed, where it ends before that
 */
export async function tunnelByCommand(
  [command, ...args]: CommandLine,
  opened: RegExp,
  env: NodeJS.ProcessEnv,
): Promise<Tunnel> {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], detached });
  const said: string[] = [];
  const words = () => said.slice(-5).join("\n");
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new PlainError(`${command} could not be started: ${error.message}`)),
    );
    child.once("close", (code) =>
      reject(
        new PlainError(
          `${command} opened no way to the store, and ended with ${code ?? "a signal"}:\n${words()}`,
        ),
      ),
    );
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = opened.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
  });
  let closing = false;
  const broken = new Promise<string>((resolve) => {
    child.once("close", () => {
      if (!closing) resolve(`${command} ended:\n${words()}`);
    });
  });
  return {
    ...{ port, broken },
    close: async () => {
      closing = true;
      child.kill();
      await ended(child);
    },
  };
}
