import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backup, volume, type BackupProps } from "../../components/model";
import { backupFiles } from "../../components/render/backup";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
}

/** A machine whose clock and running time are the test's, on which the rendered scripts save a store that is one file. */
export class BackupMachine {
  readonly root = mkdtempSync(join(tmpdir(), "trireme-clock-"));
  private readonly env: NodeJS.ProcessEnv;
  private boots = 0;

  /** @param engine lines beside those of an engine that saves one word */
  constructor(props: Pick<BackupProps, "keep"> & Partial<BackupProps>, engine = "") {
    for (const folder of ["bin", "opt", "backup", "metrics", "scratch", "fetched"])
      mkdirSync(this.at(folder));
    const files = volume("files", { size: "1Gi" });
    const saved = backup("daily", {
      of: files,
      schedule: "0 2 * * *",
      destinations: [{ to: "volume" }],
      ...props,
    });
    for (const [path, text] of Object.entries(backupFiles(saved, files)))
      this.put(join("opt", path.slice("/opt/backup/".length)), this.here(text));
    // What is saved: one word, which says which run it is of.
    this.put(
      "opt/engine.sh",
      `engine_beat() { :; }
engine_metrics() { :; }
engine_prune() { :; }
engine_clean() { :; }
engine_take() { [ ! -e ${this.at("broken")} ] || die "it is broken"; cp ${this.at("content")} content; echo '"engine":"none"' > facts; }
engine_facts() { cat facts; rm facts; }
engine_drill() { [ -s "$1/content" ]; judge_age "$(age_of "\${1##*/}")" "$GAP" data; }
${engine}
`,
    );
    this.stub("sync", ":");
    this.stub(
      "date",
      `case " $* " in *" -d "*) exec /bin/date "$@" ;; *) exec /bin/date -d "@$(cat ${this.at("clock")})" "$@" ;; esac`,
    );
    this.env = { ...process.env, PATH: `${this.at("bin")}:${process.env.PATH ?? ""}` };
    this.boot();
  }

  at(...path: readonly string[]): string {
    return join(this.root, ...path);
  }

  private here(text: string): string {
    return text
      .replaceAll("/opt/backup", this.at("opt"))
      .replaceAll("/var/lib/metrics", this.at("metrics"))
      .replaceAll("/proc/uptime", this.at("uptime"))
      .replaceAll("/proc/sys/kernel/random/boot_id", this.at("boot"))
      .replaceAll("=/backup\n", `=${this.at("backup")}\n`)
      .replaceAll("=/fetched\n", `=${this.at("fetched")}\n`);
  }

  private put(path: string, text: string): void {
    writeFileSync(this.at(path), text);
  }

  private stub(command: string, script: string): void {
    this.put(join("bin", command), `#!/bin/sh\n${script}\n`);
    chmodSync(this.at("bin", command), 0o755);
  }

  /** @param epoch what the clock says, in seconds since 1970 @param uptime seconds since the machine's start */
  set(epoch: number, uptime: number): void {
    this.put("clock", String(epoch));
    this.put("uptime", `${uptime}.25 0.00\n`);
  }

  /** The machine is another or starts again; what lay in memory is lost. */
  boot(): void {
    this.put("boot", `boot-${++this.boots}\n`);
    rmSync(this.at("metrics"), { recursive: true });
    mkdirSync(this.at("metrics"));
  }

  /** Runs one of the scripts' commands. */
  run(...words: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync("sh", [this.at("opt/main.sh"), ...words], {
      env: this.env,
      encoding: "utf8",
    });
    return { code: status, out: stdout + stderr };
  }

  /** One of the scripts' commands as a line of a shell on this machine: several of them can be piped. */
  line(...words: readonly string[]): string {
    return ["env", `PATH=${this.env.PATH ?? ""}`, "sh", this.at("opt/main.sh"), ...words].join(" ");
  }

  /** Runs lines among the functions of the scripts. */
  shell(lines: string): Ended {
    const main = readFileSync(this.at("opt/main.sh"), "utf8");
    const functions = main.slice(0, main.lastIndexOf("\ncommand=$1"));
    const { status, stdout, stderr } = spawnSync("sh", ["-c", `${functions}\n${lines}`], {
      env: this.env,
      encoding: "utf8",
    });
    return { code: status, out: stdout + stderr };
  }

  take(content: string, kind = "scheduled", broken = false): Ended {
    this.put("content", content);
    if (broken) this.put("broken", "");
    const ended = this.run("take", kind);
    rmSync(this.at("broken"), { force: true });
    return ended;
  }

  /** A backup as a version before this one has left it. */
  leave(name: string, content: string): void {
    mkdirSync(this.at("backup", name));
    this.put(join("backup", name, "content"), content);
    this.put(
      join("backup", name, "manifest.json"),
      `{"name":"${name}","backup":"daily","kind":"scheduled"}\n`,
    );
    const sums = spawnSync("sh", ["-c", "sha256sum content manifest.json > SHA256SUMS"], {
      cwd: this.at("backup", name),
    });
    if (sums.status !== 0) throw new Error(String(sums.stderr));
  }

  names(): readonly string[] {
    return readdirSync(this.at("backup")).filter((name) => !name.startsWith("."));
  }

  /** What each backup holds that is there. */
  contents(): readonly string[] {
    return this.names().map((name) => readFileSync(this.at("backup", name, "content"), "utf8"));
  }

  metric(name: string): string | undefined {
    const path = this.at("metrics/daily.prom");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    return lines
      .find((line) => line.startsWith(`${name}{`))
      ?.split(" ")
      .at(-1);
  }

  status(): ReadonlyMap<string, string> {
    const { out } = this.run("status");
    return new Map(out.split("\n").map((line) => line.split("\t") as [string, string]));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
