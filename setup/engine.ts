import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { canInstallPackages, installPackages } from "./apt";
import { type Answer, askEngine, contextHost, DEFAULT_HOST } from "./docker";
import { removeTraces, type Traces, tracesBefore } from "./engine-traces";
import { type Missing, PlainError } from "./errors";
import { isAlive, type Owner, processBirth, withLock } from "./lock";
import { which } from "./processes";
import type { Progress, Step } from "./progress";
import { cacheFolder, given, localFiles, writeLocal } from "./workspace";

const RUN = "/run/trireme";
const RECORD = join(RUN, "engine.json");
const OUR_HOST = `unix://${RUN}/docker.sock`;
const PACKAGES = ["docker.io", "containerd", "runc", "iptables", "iproute2", "tini"];
const START_MS = 60_000;
const STOP_MS = 120_000;
const POLL_MS = 100;

/** The engine in use. */
export type EngineStatus =
  | { readonly kind: "theirs"; readonly host: string; readonly version: string }
  | { readonly kind: "ours"; readonly host: string; readonly version: string; readonly pid: number }
  | { readonly kind: "none"; readonly host: string; readonly answer: Exclude<Answer["kind"], "running"> };

/** What we must know of the engine we started, to stop it and clean up after it. */
interface Record extends Owner {
  readonly dataRoot: string;
  readonly log: string;
  readonly before: Traces;
}

function readRecord(): Record | undefined {
  if (!existsSync(RECORD)) return undefined;
  return JSON.parse(readFileSync(RECORD, "utf8")) as Record;
}

/** Looks for an engine: DOCKER_HOST, the docker context, the default socket, the one we started. */
export async function engineStatus(env: NodeJS.ProcessEnv = process.env): Promise<EngineStatus> {
  const chosen = given(env.DOCKER_HOST) ?? (await contextHost(env));
  const host = chosen ?? DEFAULT_HOST;
  if (host !== OUR_HOST) {
    const answer = await askEngine(host);
    if (answer.kind === "running") return { kind: "theirs", host, version: answer.version };
    if (chosen !== undefined) return { kind: "none", host, answer: answer.kind };
  }
  const answer = await askEngine(OUR_HOST);
  const record = readRecord();
  if (answer.kind === "running" && record) {
    return { kind: "ours", host: OUR_HOST, version: answer.version, pid: record.pid };
  }
  return answer.kind === "forbidden"
    ? { kind: "none", host: OUR_HOST, answer: "forbidden" }
    : { kind: "none", host, answer: "silent" };
}

/** What stands in the way of having an engine. */
export function missingForEngine(status: EngineStatus, env: NodeJS.ProcessEnv = process.env): Missing[] {
  if (status.kind !== "none") return [];
  const ownChoice = ![undefined, OUR_HOST].includes(given(env.DOCKER_HOST));
  if (status.answer === "forbidden") {
    return [
      {
        what: `The Docker engine at ${status.host} refuses this user.`,
        remedies: [
          "add yourself to its group (sudo usermod -aG docker $USER) and log in again",
          "run this as root",
        ],
      },
    ];
  }
  if (ownChoice || (status.host !== DEFAULT_HOST && status.host !== OUR_HOST)) {
    return [
      {
        what: `No Docker engine answers at ${status.host}, which ${ownChoice ? "the stack (trireme:host) or DOCKER_HOST" : "the docker context"} names.`,
        remedies: [
          "start that engine",
          ownChoice
            ? "name another one: pulumi config set host, or DOCKER_HOST"
            : "docker context use default",
        ],
      },
    ];
  }
  if (canInstallPackages() || (process.getuid?.() === 0 && which("dockerd") !== undefined)) return [];
  return [
    {
      what: `No Docker engine answers at ${status.host}, and none can be installed here (that takes root on Debian or Ubuntu).`,
      remedies: [
        "start yours: Docker Desktop, or sudo systemctl start docker",
        "install one (https://docs.docker.com/engine/install)",
        "name another machine's: export DOCKER_HOST=ssh://user@host",
        "on Debian or Ubuntu, run this as root",
      ],
    },
  ];
}

async function awaitAnswer(record: Record, step: Step): Promise<string> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const answer = await askEngine(OUR_HOST);
    if (answer.kind === "running") return answer.version;
    if (!isAlive(record)) break;
    step.say("waiting for its answer");
    await delay(POLL_MS);
  }
  const log = readFileSync(record.log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  const how = isAlive(record) ? `did not answer within ${START_MS / 1000} s` : "ended at once";
  throw new PlainError(`dockerd ${how}. The end of ${record.log}:\n${log}`);
}

/** How our own engine is started, and where it keeps its data. */
export function daemonArguments(dataRoot: string): readonly string[] {
  return [
    "--data-root",
    dataRoot,
    "--exec-root",
    `${RUN}/exec`,
    "--pidfile",
    `${RUN}/docker.pid`,
    "--host",
    OUR_HOST,
    // Published ports are the kernel's matter, from loopback too. The process that would carry those connections keeps what a client
    // gave up on, and ends for good at the limit of open files: a busy minute, and nobody reaches the port again.
    "--userland-proxy=false",
    // 256 networks: of the usual 31 ReactDjango Hub alone takes nearly all.
    "--default-address-pool",
    "base=10.201.0.0/16,size=24",
  ];
}

async function startOurs(step: Step): Promise<void> {
  if (which("dockerd") === undefined || which("docker") === undefined || which("ip") === undefined) {
    await installPackages(PACKAGES, step);
  }
  const home = join(cacheFolder(), "engine");
  mkdirSync(home, { recursive: true });
  mkdirSync(RUN, { recursive: true, mode: 0o755 });
  const log = join(home, "dockerd.log");
  const dataRoot = join(home, "data");
  // After a crash the machine still has the crashed one's traces: what was there before it still counts.
  const before = readRecord()?.before ?? (await tracesBefore());
  rmSync(join(RUN, "docker.pid"), { force: true });
  step.say("starting dockerd");
  const output = openSync(log, "w");
  const child = spawn(
    "dockerd",
    daemonArguments(dataRoot),
    // A session of its own: it outlives this command and no Ctrl-C reaches it.
    { cwd: "/", detached: true, stdio: ["ignore", output, output] },
  );
  const pid = await new Promise<number>((resolve, reject) => {
    child.on("error", (error) => reject(new PlainError(`dockerd could not be started: ${error.message}`)));
    child.on("spawn", () => resolve(child.pid ?? 0));
  });
  child.unref();
  const record: Record = { pid, born: processBirth(pid), dataRoot, log, before };
  writeFileSync(RECORD, JSON.stringify(record, null, 2) + "\n");
  await awaitAnswer(record, step);
}

/**
 * Makes an engine answer: the user's, else our own, which is installed and started.
 *
 * @param found what it is known to be; it is asked again only once ours was started
 * @throws PlainError when ours does not come up, with the end of its log
 */
export async function startEngine(
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
  found?: EngineStatus,
): Promise<Exclude<EngineStatus, { kind: "none" }>> {
  let status = found ?? (await engineStatus(env));
  if (status.kind === "none") {
    await progress.step("Starting a Docker engine", (step) =>
      withLock(join(cacheFolder(), "locks", "engine"), async () => {
        if ((await engineStatus(env)).kind === "none") await startOurs(step);
      }),
    );
    status = await engineStatus(env);
  }
  if (status.kind === "none") throw new PlainError(`No Docker engine answers at ${status.host}.`);
  const record = status.kind === "ours" ? readRecord() : undefined;
  writeLocal(localFiles.engine, record && { host: status.host, dataRoot: record.dataRoot, log: record.log });
  return status;
}

/**
 * Stops the engine we started, if we did, and removes what it leaves in the kernel: mounts, bridges, packet filter rules.
 * Images, containers and volumes stay on disk for the next start.
 *
 * @returns true if there was one to stop
 */
export async function stopEngine(progress: Progress): Promise<boolean> {
  const record = readRecord();
  if (!record) return false;
  await progress.step("Stopping the Docker engine", async (step) => {
    if (isAlive(record)) {
      process.kill(record.pid, "SIGTERM");
      const deadline = Date.now() + STOP_MS;
      while (isAlive(record)) {
        if (Date.now() > deadline) {
          throw new PlainError(
            `dockerd (process ${record.pid}) did not stop within ${STOP_MS / 1000} s; see ${record.log}`,
          );
        }
        step.say("waiting for its containers");
        await delay(POLL_MS);
      }
    }
    step.say("cleaning up");
    await removeTraces(record.before, [record.dataRoot, RUN]);
    rmSync(RUN, { recursive: true, force: true });
    writeLocal(localFiles.engine, undefined);
  });
  return true;
}
