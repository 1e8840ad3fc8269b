import { existsSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { run, which } from "./processes";

const ANSWER_MS = 5_000;
export const DEFAULT_HOST = "unix:///var/run/docker.sock";

/** What an engine said when asked for its version. */
export type Answer =
  | { readonly kind: "running"; readonly version: string }
  | { readonly kind: "forbidden" }
  | { readonly kind: "silent" };

function askSocket(socketPath: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get({ socketPath, path: "/version", timeout: ANSWER_MS }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        try {
          resolve({ kind: "running", version: (JSON.parse(body) as { Version: string }).Version });
        } catch {
          resolve({ kind: "silent" });
        }
      });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", (error: NodeJS.ErrnoException) => {
      resolve({ kind: error.code === "EACCES" ? "forbidden" : "silent" });
    });
  });
}

/** Asks an engine for its version. */
export async function askEngine(host: string): Promise<Answer> {
  if (host.startsWith("unix://")) return await askSocket(host.slice("unix://".length));
  if (which("docker") === undefined) return { kind: "silent" };
  const { code, stdout } = await run("docker", ["version", "--format", "{{.Server.Version}}"], {
    allowFailure: true,
    env: { ...process.env, DOCKER_HOST: host },
    timeoutMs: 4 * ANSWER_MS,
  });
  return code === 0 ? { kind: "running", version: stdout.trim() } : { kind: "silent" };
}

/** The host of the user's current docker context, if that is not the default one. */
export async function contextHost(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = join(env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  let context = env.DOCKER_CONTEXT;
  if (context === undefined && existsSync(file)) {
    context = (JSON.parse(readFileSync(file, "utf8")) as { currentContext?: string }).currentContext;
  }
  if (context === undefined || context === "" || context === "default" || which("docker") === undefined)
    return undefined;
  const format = "{{.Endpoints.docker.Host}}";
  const { code, stdout } = await run("docker", ["context", "inspect", context, "--format", format], {
    allowFailure: true,
    env,
  });
  return code === 0 ? stdout.trim() : undefined;
}
