import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { backup, engineContainer, postgres, type BackupProps } from "../../../../components/model";
import { backupFiles, scriptCommand, socketFolder } from "../../../../components/render/backup";

/** How a command ended and what it wrote to both streams. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Who the database belongs to, and what it is called. */
interface Owner {
  readonly user: string;
  readonly database: string;
}

const standard: Owner = { user: "app", database: "shop" };
const storeOf = ({ user, database }: Owner) => postgres("db", { version: "16", database, user });
const engine = engineContainer(storeOf(standard));

function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** The official image, or what set-up built in its place. */
function image(): string {
  const file = join(import.meta.dirname, "..", "..", "..", "..", ".trireme", "images.json");
  const substitutes = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>)
    : {};
  return substitutes[engine.image] ?? engine.image;
}

/** A Postgres and the container that saves it, without a stack: for faults that a stack must not suffer. */
export class SavedDatabase {
  readonly server: string;
  readonly saver: string;
  private readonly volumes: readonly string[];

  /**
   * @param room bytes that the backups may take
   * @param login the role that saves and restores; the owner where nothing is said
   */
  constructor(
    private readonly name: string,
    props: Pick<BackupProps, "keep" | "drill">,
    room: number,
    private readonly owner: Owner = standard,
    login?: string,
  ) {
    const { user, database } = owner;
    const store = storeOf(owner);
    this.server = `${name}-db`;
    this.saver = `${name}-saver`;
    this.volumes = ["socket", "kept", "scratch", "metrics", "scripts"].map((what) => `${name}-${what}`);
    const daily = backup("db-daily", {
      of: store,
      schedule: "0 2 * * *",
      destinations: [{ to: "volume" }],
      ...props,
    });
    for (const volume of this.volumes) this.createVolume(volume, volume.endsWith("-kept") ? room : 256 << 20);
    this.putScripts(backupFiles(daily, store, { reach: login === undefined ? "socket" : "network" }));
    // As over a network, where the container's own variables say where the server is.
    const variables =
      login === undefined ? {} : { PGHOST: socketFolder, PGUSER: login, PGDATABASE: database };
    docker(
      ...["run", "--detach", "--name", this.server, "--network", "none", "--user", engine.user],
      ...["--volume", `${name}-socket:${socketFolder}`, "--tmpfs", "/var/run/postgresql:mode=1777"],
      ...[
        "--env",
        `POSTGRES_USER=${user}`,
        "--env",
        `POSTGRES_DB=${database}`,
        "--env",
        "POSTGRES_PASSWORD=x",
      ],
      ...[image(), "postgres", "-c", `unix_socket_directories=/var/run/postgresql,${socketFolder}`],
    );
    // It runs nothing by itself: every run is the test's.
    docker(
      ...["run", "--detach", "--name", this.saver, "--network", "none", "--user", engine.user, "--init"],
      ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"],
      ...["--volume", `${name}-socket:${socketFolder}`, "--volume", `${name}-kept:/backup`],
      ...["--volume", `${name}-scratch:/scratch`, "--volume", `${name}-metrics:/var/lib/metrics`],
      ...Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
      ...["--volume", `${name}-scripts:/opt/backup:ro`, image(), "sleep", "3600"],
    );
  }

  /** Resolves when the server takes connections. */
  async ready(): Promise<void> {
    const end = Date.now() + 60_000;
    while (this.in(this.server, "pg_isready", "-q", "-h", "127.0.0.1", "-U", this.owner.user).code !== 0) {
      if (Date.now() > end) throw new Error(`the server is not ready: ${docker("logs", this.server)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  in(container: string, ...argv: string[]): Ended {
    const { status, stdout, stderr } = spawnSync("docker", ["exec", container, ...argv], {
      encoding: "utf8",
    });
    return { code: status ?? 1, output: stdout + stderr };
  }

  sql(text: string, on = this.owner.database): string {
    const words = ["psql", "-XqAt", "-U", this.owner.user, "-d", on, "-c", text];
    const { code, output } = this.in(this.server, ...words);
    if (code !== 0) throw new Error(output);
    return output.trim();
  }

  /** One of the scripts' commands. */
  script(...words: string[]): Ended {
    return this.in(this.saver, ...scriptCommand(...words));
  }

  /** A line of shell in the folder of the backups. */
  shell(line: string): Ended {
    return this.in(this.saver, "sh", "-c", `cd /backup && ${line}`);
  }

  /** The backups that are there under a final name, oldest first; everything else but the state is a remnant. */
  names(): { readonly complete: readonly string[]; readonly remnants: readonly string[] } {
    const found = this.shell("ls -A")
      .output.split("\n")
      .filter((name) => name !== "" && name !== ".state");
    const complete = found.filter((name) => /^\d{8}T\d{6}Z(-manual|-release)?(\.\d{8})?$/.test(name));
    return { complete, remnants: found.filter((name) => !complete.includes(name)) };
  }

  metric(name: string): number {
    const line = this.in(this.saver, "cat", "/var/lib/metrics/db-daily.prom")
      .output.split("\n")
      .find((text) => text.startsWith(`${name}{`));
    return Number(line?.split(" ").at(-1) ?? Number.NaN);
  }

  /** A checksum of the rows of every table. */
  checksums(): Readonly<Record<string, string>> {
    const tables = this.sql(
      "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname !~ '^(pg_|information_schema|trireme)' order by 1",
    ).split("\n");
    return Object.fromEntries(
      tables.map((table) => [
        table,
        this.sql(`select md5(string_agg(t::text, '|' order by t::text)) from ${table} t`),
      ]),
    );
  }

  /** Puts a backup from elsewhere, a folder, among its own. */
  put(backup: string): void {
    const archive = execFileSync("tar", ["-C", dirname(backup), "-c", basename(backup)], {
      maxBuffer: 2 ** 28,
    });
    const unpack = ["tar", "-C", "/backup", "-x", "--no-same-owner"];
    execFileSync("docker", ["exec", "-i", this.saver, ...unpack], { input: archive });
  }

  /** Copies one of its backups into a folder. */
  copyOut(backup: string, folder: string): void {
    const archive = execFileSync("docker", ["exec", this.saver, "tar", "-C", "/backup", "-c", backup], {
      maxBuffer: 2 ** 28,
    });
    execFileSync("tar", ["-C", folder, "-x"], { input: archive });
  }

  remove(): void {
    docker("rm", "--force", "--volumes", this.server, this.saver);
    docker("volume", "rm", ...this.volumes);
  }

  private createVolume(volume: string, size: number): void {
    const [uid = "", gid = ""] = engine.user.split(":");
    const options = `size=${size},uid=${uid},gid=${gid},mode=0755`;
    // In memory: it is full when the test says so. The scripts alone must last while nothing mounts them.
    const inMemory = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", `o=${options}`];
    docker("volume", "create", ...(volume.endsWith("-scripts") ? [] : inMemory), volume);
  }

  private putScripts(files: Readonly<Record<string, string>>): void {
    const folder = mkdtempSync(join(tmpdir(), "trireme-scripts-"));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, basename(path)), text);
    const holder = docker("create", "--volume", `${this.name}-scripts:/opt/backup`, image(), "true");
    docker("cp", `${folder}/.`, `${holder}:/opt/backup`);
    docker("rm", "--volumes", holder);
    rmSync(folder, { recursive: true });
  }
}
