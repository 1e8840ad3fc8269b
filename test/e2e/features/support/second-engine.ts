import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../docker/engine";

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

/**
 * A second Docker engine as that of another host: in a network namespace of its own, with its own addresses, firewall and data, and one
 * link to this machine.
 */
export class SecondEngine {
  /** Its own address on the link, and this machine's. */
  readonly address: string;
  readonly peer: string;
  readonly host: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "trireme-engine-"));
  private readonly namespace: string;
  private process: ChildProcess | undefined;

  /** @param number of the link, from 1 to 60: its addresses and names */
  constructor(number: number) {
    this.namespace = `trireme-e${number}`;
    this.address = `198.51.100.${number * 4 + 2}`;
    this.peer = `198.51.100.${number * 4 + 1}`;
    this.host = `unix://${this.folder}/docker.sock`;
  }

  async start(): Promise<void> {
    const [here, there] = [`${this.namespace}-a`, `${this.namespace}-b`];
    ip("netns", "add", this.namespace);
    ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", this.namespace);
    ip("addr", "add", `${this.peer}/30`, "dev", here);
    ip("link", "set", here, "up");
    for (const args of [
      ["addr", "add", `${this.address}/30`, "dev", there],
      ["link", "set", there, "up"],
      ["link", "set", "lo", "up"],
      ["route", "add", "default", "via", this.peer],
    ])
      ip("-n", this.namespace, ...args);
    const log = openSync(this.log, "w");
    const folders = ["data-root", "exec-root"].flatMap((name) => [`--${name}`, join(this.folder, name)]);
    // Unlike "ip netns exec" this leaves /sys as it is, where the engine finds its control groups.
    this.process = spawn(
      "nsenter",
      [
        ...[`--net=/var/run/netns/${this.namespace}`, "dockerd", "--host", this.host, ...folders],
        ...["--pidfile", join(this.folder, "pid"), "--userland-proxy=false"],
      ],
      { stdio: ["ignore", log, log] },
    );
    await eventually("the second engine does not answer", async () =>
      Promise.resolve(this.docker("version", "--format", "{{.Server.Version}}")),
    ).catch((error: unknown) => {
      throw new Error(readFileSync(this.log, "utf8").slice(-2000), { cause: error });
    });
  }

  private get log(): string {
    return join(this.folder, "dockerd.log");
  }

  /** Runs a command of the Docker CLI on it; resolves to what it prints. */
  docker(...args: string[]): string {
    return execFileSync("docker", ["--host", this.host, ...args], { encoding: "utf8", stdio: "pipe" });
  }

  /** Runs a script of Node.js on its host, with a value as `process.argv[1]`; resolves to what it prints. */
  node(script: string, value: string): string {
    const argv = [`--net=/var/run/netns/${this.namespace}`, process.execPath, "-e", script, value];
    return execFileSync("nsenter", argv, { encoding: "utf8", stdio: "pipe" });
  }

  /**
   * Copies images there that the first engine has.
   *
   * @param all those that commands want to be there, whatever a stack needs: the others get an image that nothing runs
   */
  copyImages(images: readonly string[], all: readonly string[]): void {
    const quoted = images.map((name) => `'${name}'`).join(" ");
    execFileSync("sh", ["-c", `docker save ${quoted} | docker --host '${this.host}' load`], {
      stdio: "pipe",
    });
    const [first = ""] = images;
    for (const name of all.filter((one) => !images.includes(one))) this.docker("tag", first, name);
  }

  async stop(): Promise<void> {
    const { process: engine } = this;
    if (engine !== undefined && engine.exitCode === null) {
      const ended = new Promise((resolve) => engine.once("exit", resolve));
      engine.kill("SIGTERM");
      await ended;
    }
    // Where a container ran, the engine keeps its own namespace mounted there.
    spawnSync("umount", [join(this.folder, "exec-root", "netns", "default")]);
    ip("netns", "del", this.namespace);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
