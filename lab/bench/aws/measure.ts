import type { Progress } from "../../../setup/progress";
import { footprint, type Footprint } from "../memory";
import type { Timing } from "../report";
import { inRounds } from "../rounds";
import { AwsScene } from "./scene";

/** What the largest stack on AWS is compared by: ours first, the empty program last. */
export interface AwsResult {
  readonly resources: number;
  readonly preview: readonly Timing[];
  readonly footprints: readonly { readonly title: string; readonly footprint: Footprint }[];
}

/** Measures a preview from nothing against an empty program with the same SDK and provider. */
export async function measureAws(
  env: NodeJS.ProcessEnv,
  endpoint: string,
  rounds: number,
  progress: Progress,
): Promise<AwsResult> {
  const scene = new AwsScene(env, endpoint);
  try {
    await progress.step("Making two stacks", () => scene.setUp());
    const resources = await progress.step("Counting resources", () => scene.resources());
    const commands = [scene.ours(), scene.empty()];
    const footprints = [];
    for (const command of commands) {
      const found = await progress.step(`Memory: ${command.title}`, () => footprint(command, scene.folder));
      footprints.push({ title: command.title, footprint: found });
    }
    return { resources, preview: await inRounds(commands, rounds, progress), footprints };
  } finally {
    scene.tearDown();
  }
}
