import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { debianArchive, installPackages } from "../../setup/apt";
import { contentKey } from "../../setup/cache";
import { PlainError } from "../../setup/errors";
import { withLock } from "../../setup/lock";
import { run, which } from "../../setup/processes";
import type { Step } from "../../setup/progress";
import { cacheFolder } from "../../setup/workspace";

/** A Debian release that an image's root can be made of. */
export type Suite = "bookworm" | "forky";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const PACKAGES = ["ca-certificates", "curl"];
/** Documentation and translations: half of a minimal root. */
const EMPTIED = [
  "usr/share/doc",
  "usr/share/man",
  "usr/share/info",
  "usr/share/locale",
  "usr/share/lintian",
  "usr/share/bash-completion",
  "var/lib/apt/lists",
  "var/cache/apt",
  "var/cache/debconf",
  "var/log",
  "tmp",
];
// What apt downloads and indexes while an image is built has no use in the image.
const NO_REMAINS = [
  'APT::Keep-Downloaded-Packages "false";',
  'Dir::Cache::pkgcache "";',
  'Dir::Cache::srcpkgcache "";',
  'Acquire::Languages "none";',
  'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };',
];
const NO_DOCUMENTATION = ["doc", "man", "info", "locale", "lintian"].map(
  (name) => `path-exclude=/usr/share/${name}/*`,
);

/** The image of a bare Debian root, named by what it is made of. */
export function debianImage(suite: Suite): string {
  const key = contentKey({
    suite,
    packages: PACKAGES.join(),
    emptied: EMPTIED.join(),
    apt: NO_REMAINS.join(),
    arch: process.arch,
  });
  return `trireme.local/debian:${suite}-${key}`;
}

async function writeRoot(suite: Suite, root: string, step: Step): Promise<void> {
  const archive = await debianArchive();
  // The installer on an older Debian does not know the newest suites' names, but all are made alike.
  const script = existsSync(`/usr/share/debootstrap/scripts/${suite}`) ? suite : "sid";
  const options = ["--variant=minbase", `--include=${PACKAGES.join(",")}`, `--keyring=${KEYRING}`];
  await run(
    "debootstrap",
    [...options, suite, root, archive.mirror, `/usr/share/debootstrap/scripts/${script}`],
    { cwd: "/", onLine: (line) => step.say(line.replace(/^I: /, "").slice(0, 60)) },
  );
  for (const folder of EMPTIED) {
    const path = join(root, folder);
    if (existsSync(path)) for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
  }
  mkdirSync(join(root, "var/cache/apt/archives/partial"), { recursive: true });
  writeFileSync(join(root, "etc/dpkg/dpkg.cfg.d/no-documentation"), NO_DOCUMENTATION.join("\n") + "\n");
  writeFileSync(
    join(root, "etc/apt/apt.conf.d/90builder"),
    [...NO_REMAINS, archive.configuration, ""].join("\n"),
  );
  writeFileSync(join(root, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
}

async function importRoot(root: string, image: string, env: NodeJS.ProcessEnv): Promise<void> {
  const tar = spawn("tar", ["-C", root, "--one-file-system", "-c", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const docker = spawn("docker", ["import", "-", image], { env, stdio: ["pipe", "ignore", "inherit"] });
  const ended = (child: typeof tar | typeof docker) =>
    new Promise<number>((resolve) =>
      child.on("exit", (code) => resolve(code ?? 1)).on("error", () => resolve(127)),
    );
  const [tarCode, dockerCode] = await Promise.all([
    ended(tar),
    ended(docker),
    pipeline(tar.stdout, docker.stdin),
  ]);
  if (tarCode !== 0 || dockerCode !== 0) throw new PlainError(`docker import of ${image} failed`);
}

/** Makes the image of a bare Debian root from Debian's packages. */
export async function makeDebianImage(suite: Suite, env: NodeJS.ProcessEnv, step: Step): Promise<void> {
  await withLock(join(cacheFolder(), "locks", `debian-${suite}`), async () => {
    if (which("debootstrap") === undefined || !existsSync(KEYRING)) {
      await installPackages(["debootstrap", "debian-archive-keyring"], step);
    }
    const root = join(cacheFolder(), `debian-${suite}.partial`);
    try {
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root, { recursive: true });
      await writeRoot(suite, root, step);
      step.say("importing");
      await importRoot(root, debianImage(suite), env);
    } finally {
      refuseMounted(root);
      rmSync(root, { recursive: true, force: true });
    }
  });
}

/** An interrupted debootstrap can leave /proc mounted in the root: deleting through it would reach into the machine. */
function refuseMounted(root: string): void {
  if (readFileSync("/proc/self/mountinfo", "utf8").includes(` ${root}/`)) {
    throw new PlainError(`Something is still mounted below ${root}: umount it, then run this again.`);
  }
}
