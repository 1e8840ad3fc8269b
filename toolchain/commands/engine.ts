import { engineStatus, missingForEngine, startEngine, stopEngine } from "../engine";
import { PlainError, SetupError } from "../errors";
import { progressOn } from "../progress";

async function start(): Promise<number> {
  const missing = missingForEngine(await engineStatus());
  if (missing.length > 0) throw new SetupError(missing);
  await startEngine(progressOn());
  return await status();
}

async function stop(): Promise<number> {
  if (await stopEngine(progressOn())) return 0;
  console.log("Trireme has started no Docker engine; there is nothing to stop.");
  return 0;
}

async function status(): Promise<number> {
  const engine = await engineStatus();
  switch (engine.kind) {
    case "theirs":
      console.log(`Docker ${engine.version} answers at ${engine.host}.`);
      return 0;
    case "ours":
      console.log(
        `Docker ${engine.version} answers at ${engine.host}; Trireme started it (process ${engine.pid}).`,
      );
      return 0;
    case "none":
      console.log(`No Docker engine answers at ${engine.host}.`);
      return 1;
    default:
      return engine satisfies never;
  }
}

/** `start`, `stop` or `status` of the Docker engine. */
export async function run(args: string[]): Promise<number> {
  const actions: Readonly<Record<string, () => Promise<number>>> = { start, stop, status };
  const [name = "status", ...rest] = args;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action || rest.length > 0) {
    throw new PlainError(`engine takes one of ${Object.keys(actions).join(", ")}, not "${args.join(" ")}".`);
  }
  return await action();
}
