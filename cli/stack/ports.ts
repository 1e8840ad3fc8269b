import { readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { publishedPorts } from "../../components/model/check/ports";
import { labelNames } from "../../components/model/values/naming";
import type { EngineStatus } from "../../setup/engine";
import type { Missing } from "../../setup/errors";
import { listeners, lookInside, type Place } from "../preflight/host";
import { run, which } from "../../setup/processes";
import { isOwn, type Owner } from "./own-containers";
import { ownerOf } from "./containers";
import { configOf, systemOf } from "./system";

/** True if a process of this machine listens on the port. */
export async function isTaken(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    // Any other failure, such as a port below 1024 without root, says nothing about the engine's chances.
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** The process that `ss` names as a port's listener, such as `node (process 4711)`. */
export function listenerIn(ss: string): string | undefined {
  const found = /users:\(\("([^"]+)",pid=(\d+)/.exec(ss);
  return found ? `${found[1]} (process ${found[2]})` : undefined;
}

interface Holder extends Owner {
  readonly name: string;
}

async function containerOn(port: number, env: NodeJS.ProcessEnv): Promise<Holder | undefined> {
  const format = `{{.Names}}\t{{.Label "${labelNames.stack}"}}\t{{.Label "${labelNames.system}"}}`;
  const { stdout } = await run("docker", ["ps", "--filter", `publish=${port}`, "--format", format], {
    env,
    allowFailure: true,
  });
  const [name, stack = "", system = ""] = stdout.trimEnd().split("\n")[0]?.split("\t") ?? [];
  return name === undefined || name === "" ? undefined : { name: `container ${name}`, stack, system };
}

async function processOn(port: number): Promise<string | undefined> {
  if (which("ss") === undefined) return undefined;
  const { stdout } = await run("ss", ["-ltnpH", `sport = :${port}`], { allowFailure: true });
  return listenerIn(stdout);
}

function takenPort(stack: string, path: string, port: number, holder: string): Missing {
  return {
    what: `Port ${port}, which the stack publishes (${path}), is taken by ${holder}.`,
    remedies: [
      "stop what uses it",
      path.startsWith("settings.")
        ? `choose another one: pulumi config set -s ${stack} --path '${path}.port' PORT`
        : `choose another port under trireme:settings: ports: in Pulumi.${stack}.yaml`,
    ],
  };
}

/** Ports of a machine elsewhere, as its engine sees them. */
async function occupiedElsewhere(stack: string, env: NodeJS.ProcessEnv): Promise<Missing[]> {
  const system = systemOf(stack);
  const published = publishedPorts(system);
  // What it cannot see does not stop a deployment: the engine itself refuses a port that is taken.
  const { seen } = await lookInside(system, env, configOf(stack).digests ?? {});
  const found = await listeners(
    published.map(({ port }) => port),
    seen,
    env,
  );
  return published.flatMap(({ path, port }) => {
    const holder = found.find((listener) => listener.port === port);
    if (holder === undefined || isOwn(holder.container, ownerOf(stack))) return [];
    const name =
      holder.container === undefined ? "a process of the host" : `container ${holder.container.name}`;
    return [takenPort(stack, path, port, name)];
  });
}

/** Where this process is; nothing on machines that do not say. */
async function ownPlace(): Promise<Place | undefined> {
  try {
    const [boot, network] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readlink("/proc/self/ns/net"),
    ]);
    return { boot: boot.trim(), network };
  } catch {
    return undefined;
  }
}

/**
 * Whether an engine on this machine publishes its ports in another network of it: then what listens here is not in its way. One in a
 * virtual machine, and one without root, hand them on to this machine.
 */
export function publishesElsewhere(own: Place | undefined, engine: Place, securityOptions: string): boolean {
  if (own === undefined || engine.boot === "" || engine.network === "") return false;
  return (
    own.boot === engine.boot && own.network !== engine.network && !securityOptions.includes("name=rootless")
  );
}

/** The ports that are taken where an engine behind a socket publishes them, of those that are taken on this machine. */
async function takenThere(
  stack: string,
  ports: readonly number[],
  env: NodeJS.ProcessEnv,
): Promise<readonly number[]> {
  if (ports.length === 0) return ports;
  const { seen } = await lookInside(systemOf(stack), env, configOf(stack).digests ?? {});
  if (seen === undefined) return ports;
  const format = "{{json .SecurityOptions}}";
  const { stdout } = await run("docker", ["info", "--format", format], { env, allowFailure: true });
  if (!publishesElsewhere(await ownPlace(), seen.place, stdout)) return ports;
  return ports.filter((port) => seen.ports.includes(port));
}

/**
 * The host ports of a stack on Docker that someone else holds.
 *
 * @param status the stack's engine, as it answered
 */
export async function occupiedPorts(stack: string, status: EngineStatus): Promise<Missing[]> {
  const env = { ...process.env, DOCKER_HOST: status.host };
  if (!status.host.startsWith("unix://"))
    return status.kind === "none" ? [] : await occupiedElsewhere(stack, env);
  const found: { readonly path: string; readonly port: number; readonly holder: string | undefined }[] = [];
  for (const { path, port } of publishedPorts(systemOf(stack))) {
    if (!(await isTaken(port))) continue;
    const container = status.kind === "none" ? undefined : await containerOn(port, env);
    if (isOwn(container, ownerOf(stack))) continue;
    found.push({ path, port, holder: container?.name });
  }
  const unknown = found.flatMap(({ port, holder }) => (holder === undefined ? [port] : []));
  const there = status.kind === "none" ? unknown : await takenThere(stack, unknown, env);
  return await Promise.all(
    found
      .filter(({ port, holder }) => holder !== undefined || there.includes(port))
      .map(async ({ path, port, holder }) =>
        takenPort(stack, path, port, holder ?? (await processOn(port)) ?? "another process"),
      ),
  );
}
