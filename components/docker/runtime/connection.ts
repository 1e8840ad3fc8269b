import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { Duplex } from "node:stream";
import type Docker from "dockerode";

/** Where an engine is, as `DOCKER_HOST` says it. @default the engine's standard socket */
export type EngineHost = string | undefined;

const standardSocket = "/var/run/docker.sock";

/** The command that reaches an engine behind SSH: the one that Docker's own client runs. */
export function sshCommand(host: string): readonly string[] {
  const { username, hostname, port } = new URL(host);
  return [
    "ssh",
    ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=30"],
    ...(username === "" ? [] : ["-l", decodeURIComponent(username)]),
    ...(port === "" ? [] : ["-p", port]),
    "--",
    hostname,
    "docker system dial-stdio",
  ];
}

/** A stream to the engine through the standard streams of an SSH client; idle ones keep no process alive. */
function dial(host: string): Duplex {
  const [command = "ssh", ...args] = sshCommand(host);
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.on("error", (error) => stream.destroy(error));
  child.on("exit", (code) => {
    if (code === 0 || code === null) return;
    const why = said.trim() === "" ? `ssh ended with ${code}` : said.trim();
    stream.destroy(new Error(`${host} cannot be reached: ${why}`));
  });
  stream.on("close", () => child.kill());
  const same = (): Duplex => stream;
  // What Node.js asks of the sockets that it pools.
  return Object.assign(stream, {
    setTimeout: same,
    setNoDelay: same,
    setKeepAlive: same,
    ref: () => {
      child.ref();
      return stream;
    },
    unref: () => {
      child.unref();
      for (const end of [child.stdin, child.stdout, child.stderr])
        (end as unknown as { unref?: () => void }).unref?.();
      return stream;
    },
  });
}

class SshAgent extends Agent {
  constructor(private readonly host: string) {
    super({ keepAlive: true, maxSockets: 4 });
  }

  override createConnection(): Duplex {
    return dial(this.host);
  }
}

/** Over TLS as Docker's own client would: where it is told to, and on the port that means it. */
function overTcp(where: string): Docker.DockerOptions {
  const { hostname, port } = new URL(where);
  const tls = process.env.DOCKER_TLS_VERIFY === "1" || port === "2376";
  const folder = process.env.DOCKER_CERT_PATH ?? "";
  const file = (name: string): Buffer => readFileSync(join(folder, `${name}.pem`));
  return {
    protocol: tls ? "https" : "http",
    host: hostname,
    port: port === "" ? 2375 : Number(port),
    ...(folder === "" ? {} : { ca: file("ca"), cert: file("cert"), key: file("key") }),
  };
}

/** How the engine's client is told where the engine is. */
export function connectionOptions(
  host: EngineHost,
): (Docker.DockerOptions & { readonly agent?: Agent }) | undefined {
  const where = host ?? process.env.DOCKER_HOST ?? "";
  if (where === "") return { socketPath: standardSocket };
  if (where.startsWith("unix://")) return { socketPath: where.slice("unix://".length) };
  if (where.startsWith("ssh://"))
    return { protocol: "http", host: "engine", port: 80, agent: new SshAgent(where) };
  if (where.startsWith("tcp://")) return overTcp(where);
  // The client reads the rest from DOCKER_HOST itself.
  return undefined;
}
