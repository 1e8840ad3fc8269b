import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, release, totalmem, type } from "node:os";
import { run } from "../../setup/processes";
import type { ComposeCli } from "./compose-cli";

/** `Debian GNU/Linux 12 (bookworm)`, or what the kernel calls itself. */
function system(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
    if (name !== undefined) return name;
  } catch {
    // Only Linux has that file.
  }
  return `${type()} ${release()}`;
}

async function versionOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(file, args, { env });
  return stdout.trim().replace(/^v/, "");
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${memory} GiB of memory, ${system()} (${arch()}); load when it started: ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

/** Where and when the benchmark runs, in general terms, a line each. */
export async function circumstances(
  env: NodeJS.ProcessEnv,
  [compose, ...first]: ComposeCli,
): Promise<readonly string[]> {
  const pulumi = await versionOf("pulumi", ["version"], env);
  const engine = await versionOf("docker", ["version", "--format", "{{.Server.Version}}"], env);
  const composeVersion = await versionOf(compose, [...first, "version", "--short"], env);
  return [
    machine(),
    `Node.js ${process.versions.node}, Pulumi ${pulumi}, Docker ${engine}, Docker Compose ${composeVersion}`,
  ];
}

/** The same for the benchmark on a cluster. */
export async function clusterCircumstances(
  env: NodeJS.ProcessEnv,
  kubectl: string,
): Promise<readonly string[]> {
  const pulumi = await versionOf("pulumi", ["version"], env);
  const { stdout } = await run(kubectl, ["version", "--output=json"], { env });
  const { serverVersion } = JSON.parse(stdout) as { readonly serverVersion: { readonly gitVersion: string } };
  return [
    machine(),
    `Node.js ${process.versions.node}, Pulumi ${pulumi}, Kubernetes ${serverVersion.gitVersion.replace(/^v/, "")} of our own on the same machine`,
  ];
}

/** The same for the benchmark on AWS. */
export async function awsCircumstances(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const pulumi = await versionOf("pulumi", ["version"], env);
  return [machine(), `Node.js ${process.versions.node}, Pulumi ${pulumi}, a mock of AWS on the same machine`];
}
