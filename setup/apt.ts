import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock";
import { run, which } from "./processes";
import type { Step } from "./progress";
import { cacheFolder } from "./workspace";

const POLICY = "/usr/sbin/policy-rc.d";

/** True as root on Debian or one of its children, where packages can be installed. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && which("apt-get") !== undefined && existsSync("/etc/debian_version");
}

/** Installs Debian packages, starting none of their services. */
export async function installPackages(names: readonly string[], step: Step): Promise<void> {
  await withLock(join(cacheFolder(), "locks", "apt"), async () => {
    const mayStart = !existsSync(POLICY);
    if (mayStart) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const options = ["-q", "-o", "DPkg::Lock::Timeout=300"];
      step.say("updating the lists of packages");
      await run("apt-get", ["update", ...options], { env, cwd: "/" });
      await run("apt-get", ["install", "-y", "--no-install-recommends", ...options, ...names], {
        env,
        cwd: "/",
        onLine: (line) => {
          if (/^(Get|Setting up|Unpacking)/.test(line)) step.say(line.slice(0, 60));
        },
      });
    } finally {
      if (mayStart) rmSync(POLICY, { force: true });
    }
  });
}

/** How a Debian root made here reaches its archive: as this machine does, else the public one. */
export interface Archive {
  readonly mirror: string;
  /** Lines for a file in /etc/apt/apt.conf.d: proxies and what else this machine has set. */
  readonly configuration: string;
}

const PUBLIC_MIRROR = "http://deb.debian.org/debian";

/** Reads how this machine reaches Debian's archive. */
export async function debianArchive(): Promise<Archive> {
  const format = "$(ORIGIN)|$(COMPONENT)|$(SITE)";
  const targets = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], {
    cwd: "/",
    allowFailure: true,
  });
  const dump = await run("apt-config", ["dump"], { cwd: "/", allowFailure: true });
  const wanted = /^Acquire::(.*::Proxy|Retries|Check-Valid-Until|Check-Date|https?::[A-Za-z]+)[ :]/;
  return {
    mirror: mirrorAmong(targets.stdout) ?? PUBLIC_MIRROR,
    configuration: dump.stdout
      .split("\n")
      .filter((line) => wanted.test(line))
      .join("\n"),
  };
}

/** The archive of Debian proper among apt's index targets, a line each: origin, component, site. */
export function mirrorAmong(targets: string): string | undefined {
  for (const line of targets.split("\n")) {
    const [origin, component, site] = line.split("|");
    if (origin === "Debian" && component === "main" && site !== undefined && !site.includes("security"))
      return site;
  }
  return undefined;
}
