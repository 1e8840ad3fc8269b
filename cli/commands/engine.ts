import { engineStatus, missingForEngine, startEngine, stopEngine } from "../../setup/engine";
import { SetupError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { command, required } from "../command-line/declaration";

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

export const declaration = command({
  name: "engine",
  group: "This machine",
  summary: "Start, stop or look at a Docker engine of Trireme's own",
  stack: false,
  arguments: {
    action: required("[action]", "what to do", { choices: ["start", "stop", "status"], default: "status" }),
  },
  exits: { 1: "it failed; or with status: no engine answers" },
  examples: [
    ["engine", "which engine answers"],
    ["engine stop", "end the one that Trireme started; images, containers and volumes stay"],
  ],
  async run({ arguments: { action } }) {
    const actions: Readonly<Record<string, () => Promise<number>>> = { start, stop, status };
    return await (actions[action] ?? status)();
  },
});
