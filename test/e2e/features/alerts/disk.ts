import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const mebibyte = 2 ** 20;

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** A small disk of its own, of a file: filling it up fills no other. Takes root on Linux. */
export class Disk {
  private constructor(
    private readonly home: string,
    /** The device that a volume of the engine can be made of. */
    readonly device: string,
  ) {}

  /**
   * @param size in mebibytes
   * @param owner user and group of what is written on it
   */
  static make(size: number, owner: number): Disk {
    const home = mkdtempSync(join(tmpdir(), "trireme-disk-"));
    // Whoever measures the machine's disks is nobody.
    chmodSync(home, 0o755);
    const file = join(home, "disk");
    run("truncate", "-s", `${size}M`, file);
    run("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", file);
    const disk = new Disk(home, run("losetup", "-f", "--show", file));
    run("mkdir", disk.folder);
    run("mount", disk.device, disk.folder);
    rmSync(join(disk.folder, "lost+found"), { recursive: true });
    chownSync(disk.folder, owner, owner);
    return disk;
  }

  /** Where it is mounted on this machine, as others are. */
  private get folder(): string {
    return join(this.home, "mounted");
  }

  /** Writes until so many mebibytes are free. */
  fill(left: number): void {
    const file = openSync(join(this.folder, "filler"), "a");
    try {
      for (;;) {
        const { bavail, bsize } = statfsSync(this.folder);
        if (bavail * bsize <= left * mebibyte) return;
        writeSync(file, Buffer.alloc(mebibyte, 1));
      }
    } finally {
      closeSync(file);
    }
  }

  remove(): void {
    run("umount", this.folder);
    run("losetup", "-d", this.device);
    rmSync(this.home, { recursive: true });
  }
}
