import type { Progress } from "../../setup/progress";
import { rotated, timed, type Command } from "./command";
import type { Timing } from "./report";
import { sampleOf } from "./statistics";

/** Times each command once a round, in a rotating order. */
export async function inRounds(
  commands: readonly Command[],
  rounds: number,
  progress: Progress,
): Promise<readonly Timing[]> {
  const times = new Map<Command, number[]>(commands.map((command) => [command, []]));
  for (let round = 0; round < rounds; round++) {
    await progress.step(`Round ${round + 1} of ${rounds}`, async (step) => {
      for (const command of rotated(commands, round)) {
        step.say(command.title);
        times.get(command)?.push(await timed(command));
      }
    });
  }
  return commands.map((command) => ({
    title: command.title,
    seconds: sampleOf(times.get(command) ?? []),
  }));
}
