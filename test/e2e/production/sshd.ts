import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { installPackages } from "../../../setup/apt";
import { eventually } from "../docker/engine";

const server = "/usr/sbin/sshd";

/** An SSH server on loopback behind which the engine is, as it is on a deployment's machine. */
export class Sshd {
  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts it, and puts an `ssh` that trusts it, and that it trusts, first on this process's PATH. */
  static async start(port: number, engineHost: string): Promise<Sshd> {
    if (!existsSync(server)) await installPackages(["openssh-server"], { say: () => undefined });
    mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const folder = mkdtempSync(join(tmpdir(), "trireme-sshd-"));
    for (const key of ["host", "client"])
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, key)]);
    const hostKey = readFileSync(join(folder, "host.pub"), "utf8");
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${port} ${hostKey}`);
    writeFileSync(
      join(folder, "sshd_config"),
      [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${folder}/host`,
        `AuthorizedKeysFile ${folder}/client.pub`,
        "StrictModes no",
        "PasswordAuthentication no",
        "UsePAM no",
        "PidFile none",
        // How many may connect at once, and how many share a connection, are sshd's own defaults.
        `SetEnv DOCKER_HOST=${engineHost}`,
        "",
      ].join("\n"),
    );
    writeFileSync(
      join(folder, "ssh_config"),
      [
        "Host *",
        `  IdentityFile ${folder}/client`,
        "  IdentitiesOnly yes",
        `  UserKnownHostsFile ${folder}/known_hosts`,
        "  StrictHostKeyChecking yes",
        // As docs/operations.md has it: what connects shares one connection.
        "  ControlMaster auto",
        `  ControlPath ${folder}/%C`,
        "  ControlPersist 60",
        "",
      ].join("\n"),
    );
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F ${folder}/ssh_config "$@"\n`, {
      mode: 0o755,
    });
    const child = spawn(server, ["-D", "-e", "-f", join(folder, "sshd_config")], {
      stdio: ["ignore", "ignore", "ignore"],
    });
    process.env.PATH = `${folder}/bin${delimiter}${process.env.PATH ?? ""}`;
    const sshd = new Sshd(folder, child, port);
    await eventually(
      "sshd does not answer",
      () =>
        new Promise<true | undefined>((resolve) => {
          const socket = createConnection(port, "127.0.0.1", () => {
            socket.destroy();
            resolve(true);
          });
          socket.on("error", () => resolve(undefined));
        }),
    );
    // Another's server on this port would have answered as well.
    if (child.exitCode !== null)
      throw new Error(`sshd ended with exit code ${child.exitCode}: is port ${port} taken?`);
    return sshd;
  }

  get host(): string {
    return `ssh://root@127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    // The shared connection ends with the server's end of it.
    if (this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
