import type { Progress } from "../../../setup/progress";
import { timed } from "../command";
import { footprint, type Footprint } from "../memory";
import type { Timing } from "../report";
import { inRounds } from "../rounds";
import { ClusterScene } from "./scene";

/** What a cluster is compared by. */
export interface ClusterResult {
  readonly services: number;
  readonly objects: number;
  /** From nothing to all ready: ours, and kubectl's. */
  readonly creation: { readonly ours: number; readonly kubectl: number; readonly applied: number };
  /** With everything up; ours first, what it is compared with last. */
  readonly preview: readonly Timing[];
  readonly up: readonly Timing[];
  /** The preview of a large system of which there is nothing yet. */
  readonly large: {
    readonly services: number;
    readonly seconds: number;
    readonly footprint: Footprint;
  };
}

interface Options {
  readonly env: NodeJS.ProcessEnv;
  readonly kubectl: string;
  /** Image with Node.js that nodes have or can pull. */
  readonly image: string;
  readonly services: number;
  readonly large: number;
  readonly rounds: number;
}

/** Runs `body` on a scene that is always removed. */
async function onScene<T>(
  { env, kubectl, image }: Options,
  services: number,
  body: (scene: ClusterScene) => Promise<T>,
): Promise<T> {
  const scene = new ClusterScene(env, kubectl, image);
  try {
    await scene.describe(services);
    return await body(scene);
  } finally {
    await scene.tearDown();
  }
}

async function since(started: number, body: () => Promise<void>): Promise<number> {
  await body();
  return (performance.now() - started) / 1000;
}

async function measureRunning(scene: ClusterScene, options: Options, progress: Progress) {
  const ours = await progress.step("From nothing to ready by `pulumi up`", () =>
    timed(scene.operation("up")),
  );
  await scene.describeForKubectl();
  const started = performance.now();
  const applied = await progress.step("The same by `kubectl apply`", () => timed(scene.apply()));
  const kubectl = await since(started, () => scene.ready());
  const unrefreshed = "--refresh=false";
  const commands = [
    ...(["preview", "up"] as const).flatMap((operation) => [
      scene.operation(operation, "--expect-no-changes"),
      scene.operation(operation, "--expect-no-changes", unrefreshed),
    ]),
    scene.dryRun(),
    scene.apply(),
  ];
  const timings = await inRounds(commands, options.rounds, progress);
  return {
    objects: scene.objects,
    creation: { ours, kubectl, applied },
    preview: [...timings.slice(0, 2), ...timings.slice(4, 5)],
    up: [...timings.slice(2, 4), ...timings.slice(5)],
  };
}

/** Measures a stack on a cluster against kubectl with the same manifests, and the preview of a large system. */
export async function measureCluster(options: Options, progress: Progress): Promise<ClusterResult> {
  const running = await onScene(options, options.services, (scene) =>
    measureRunning(scene, options, progress),
  );
  const large = await onScene(options, options.large, async (scene) => {
    const preview = scene.operation("preview");
    const title = `Preview of ${options.large} services`;
    const found = await progress.step(`${title}: memory`, () => footprint(preview, scene.folder));
    const seconds = await progress.step(`${title}: time`, () => timed(preview));
    return { services: options.large, seconds, footprint: found };
  });
  return { services: options.services, ...running, large };
}
