import { spawn } from "node:child_process";

/** The program, and the environment that leads it to a cluster. */
export interface Kubectl {
  readonly kubectl: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where the port of a service in a cluster answers on this machine, while the body runs: as an operator opens it. */
export async function forward<T>(
  { kubectl, env }: Kubectl,
  namespace: string,
  service: string,
  port: number,
  body: (url: string) => Promise<T>,
): Promise<T> {
  const args = ["--namespace", namespace, "port-forward", `service/${service}`, `:${port}`];
  const child = spawn(kubectl, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const open = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => {
        reject(new Error(`kubectl port-forward ${service} ended with ${code}`));
      });
      child.stdout.on("data", (data: Buffer) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(data.toString())?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    return await body(`http://127.0.0.1:${open}`);
  } finally {
    child.kill();
  }
}
