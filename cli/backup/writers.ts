import { PlainError } from "../../setup/errors";
import { writing } from "../stack/own-containers";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import type { StackOnEngine } from "../stack/containers";

const pollMs = 500;
/** Milliseconds that a container may take to become healthy. */
const patienceMs = 180_000;

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Status: string; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly Healthcheck?: { readonly Test?: readonly string[] } };
}

/** Whether a container runs and passes its health check, which is asked at once instead of at its next interval. */
async function answers({ Id, State, Config }: Inspected, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (State.Status !== "running") return false;
  if (State.Health === undefined || State.Health.Status === "healthy") return true;
  const [kind, ...argv] = Config.Healthcheck?.Test ?? [];
  const command = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...argv] : argv;
  return (await run("docker", ["exec", Id, ...command], { env, allowFailure: true })).code === 0;
}

/** Waits until containers are healthy; those without a check are when they run. */
export async function awaitHealthy(ids: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (ids.length === 0) return;
    const { stdout } = await run("docker", ["inspect", ...ids], { env });
    const inspected = JSON.parse(stdout) as readonly Inspected[];
    const healthy = await Promise.all(inspected.map((container) => answers(container, env)));
    const waiting = inspected.filter((_, index) => healthy[index] === false);
    if (waiting.length === 0) return;
    if (Date.now() > deadline)
      throw new PlainError(
        `${waiting.map(({ Name, State }) => `${Name.slice(1)} is ${State.Health?.Status ?? State.Status}`).join("; ")} after ${patienceMs / 1000} s.`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Stops those that write to a store while `body` runs, and starts them again however it ends. */
export async function withoutWriters<T>(
  { own, strays }: StackOnEngine,
  components: readonly string[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
  body: () => Promise<T>,
): Promise<T> {
  const ids = writing(own, strays, components).map(({ id }) => id);
  if (ids.length === 0) return await body();
  const names = components.join(", ");
  try {
    await progress.step(`Stopping ${names}`, () => run("docker", ["stop", ...ids], { env }));
    return await body();
  } finally {
    await progress.step(`Starting ${names}`, async () => {
      await run("docker", ["start", ...ids], { env });
      await awaitHealthy(ids, env);
    });
  }
}
