import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { awsReport, awsFigures } from "../bench/aws/report";
import { measureAws } from "../bench/aws/measure";
import { awsCircumstances, circumstances, clusterCircumstances } from "../bench/circumstances";
import { rotated, timed, type Command } from "../bench/command";
import { type ComposeCli, missingForCompose, obtainCompose } from "../bench/compose-cli";
import { measureGrowth } from "../bench/growth";
import { measureCluster } from "../bench/kubernetes/measure";
import { clusterFigures, clusterReport } from "../bench/kubernetes/report";
import { footprint } from "../bench/memory";
import { figures, withFigures, type Marks, type Result, type Timing } from "../bench/report";
import { Scene, type Operation } from "../bench/scene";
import { sampleOf } from "../bench/statistics";
import { startAwsEndpoint } from "../tools/aws-endpoint";
import { loadImages, official } from "../cluster/images";
import { runningCluster } from "../cluster/record";
import { obtainClusterTools } from "../cluster/tools";
import { prepare } from "../../setup/environment";
import { PlainError } from "../../setup/errors";
import { type Progress, progressOn } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";
import { command, flag } from "../../cli/command-line/declaration";

/** What the services of a cluster's benchmark run on. */
const NODE = "node:22-alpine";

/** Numbers of services; the first is the base that the growth is measured above. */
const sizes = [0, 6, 200, 1000];

interface Repetitions {
  readonly commands: number;
  readonly growth: number;
}

/** Services of the systems that are measured on a cluster, and rounds where the figures are written. */
const cluster = { services: 10, large: 500, rounds: 3 };

const document = join(projectRoot, "docs", "benchmarks.md");

interface Request extends Repetitions {
  /** Where it runs: the development stack beside Docker Compose, or what another target has. */
  readonly target: "docker" | "kubernetes" | "aws";
  /** Whether the figures are written. */
  readonly writes: boolean;
}

function requestOf({
  quick,
  kubernetes,
  aws,
}: Readonly<Record<"quick" | "kubernetes" | "aws", boolean>>): Request {
  return {
    ...(quick ? { commands: 2, growth: 1 } : { commands: 5, growth: 3 }),
    target: kubernetes ? "kubernetes" : aws ? "aws" : "docker",
    writes: !quick,
  };
}

function contestants(scene: Scene, operation: Operation): readonly Command[] {
  return [
    scene.ours(operation),
    scene.ours(operation, ["--refresh=false"]),
    scene.empty("typescript", operation),
    scene.empty("javascript", operation),
  ];
}

async function measureCommands(
  scene: Scene,
  rounds: number,
  progress: Progress,
): Promise<Omit<Result, "circumstances" | "growth">> {
  const [preview, up] = [contestants(scene, "preview"), contestants(scene, "up")];
  const checked = scene.checked("preview");
  const compose = scene.composeUp();
  const all = [...preview, checked, ...up, compose];
  const footprints = new Map<Command, Awaited<ReturnType<typeof footprint>>>();
  await progress.step("Memory of each command, which also warms it up", async (step) => {
    for (const command of all) {
      step.say(command.title);
      footprints.set(command, await scene.run(() => footprint(command, scene.folder)));
    }
  });
  const times = new Map<Command, number[]>(all.map((command) => [command, []]));
  for (let round = 0; round < rounds; round++) {
    await progress.step(`Round ${round + 1} of ${rounds}`, async (step) => {
      for (const command of rotated(all, round)) {
        step.say(command.title);
        times.get(command)?.push(await scene.run(() => timed(command)));
      }
    });
  }
  const timing = (command: Command): Timing => ({
    title: command.title,
    seconds: sampleOf(times.get(command) ?? []),
  });
  const named = (prefix: string, commands: readonly Command[]) =>
    commands.flatMap((command) => {
      const found = footprints.get(command);
      return found === undefined ? [] : [{ title: `${prefix}${command.title}`, footprint: found }];
    });
  return {
    preview: preview.map(timing),
    checked: timing(checked),
    up: up.map(timing),
    compose: timing(compose),
    footprints: [...named("preview: ", [...preview, checked]), ...named("up: ", up), ...named("", [compose])],
  };
}

/** Runs `body` on a scene that is set up and always removed, also when a signal ends the command. */
async function onScene<T>(
  env: NodeJS.ProcessEnv,
  compose: ComposeCli,
  progress: Progress,
  body: (scene: Scene) => Promise<T>,
): Promise<T> {
  const scene = new Scene(env, compose);
  const onSignal = () => {
    progress.note("Interrupted: everything is removed when the command that runs now has ended.");
    scene.close();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    await scene.setUp(progress);
    return await body(scene);
  } finally {
    await scene.tearDown(progress);
    for (const signal of signals) process.off(signal, onSignal);
  }
}

async function write(text: string, marks?: Marks): Promise<void> {
  const before = existsSync(document) ? readFileSync(document, "utf8") : "# Benchmarks\n";
  const after = await format(withFigures(before, text, marks), {
    ...(await resolveConfig(document)),
    filepath: document,
  });
  writeFileSync(document, after);
  console.log(`\nWritten to ${relative(process.cwd(), document)}.`);
}

/** Measures a stack on our own cluster against kubectl with the same manifests. */
async function runOnCluster({ commands, writes }: Request, progress: Progress): Promise<number> {
  const env = await prepare(["cli", "plugins", "kubernetes-plugin", "images", "cluster"], progress);
  const running = runningCluster(env);
  if (running === undefined) throw new PlainError("The cluster has ended: npx trireme cluster start");
  const engines = ["postgres:16-bookworm", "nginx:1.30-alpine", NODE];
  await loadImages(running, engines.map(official), env, progress);
  const { kubectl } = await obtainClusterTools(progress);
  const where = await clusterCircumstances(env, kubectl);
  const rounds = Math.min(commands, cluster.rounds);
  const result = await measureCluster({ env, kubectl, image: NODE, ...cluster, rounds }, progress);
  const text = clusterReport(where, result);
  console.log(`\n${text}`);
  if (writes) await write(text, clusterFigures);
  return 0;
}

/** Measures the preview of the largest stack on AWS against an empty program with the same SDK. */
async function runOnAws({ commands, writes }: Request, progress: Progress): Promise<number> {
  const env = await prepare(["cli", "plugins", "aws-plugin"], progress);
  const where = await awsCircumstances(env);
  const endpoint = await startAwsEndpoint(progress);
  try {
    const text = awsReport(where, await measureAws(env, endpoint.url, commands, progress));
    console.log(`\n${text}`);
    if (writes) await write(text, awsFigures);
    return 0;
  } finally {
    await endpoint.stop();
  }
}

export const declaration = command({
  name: "bench",
  group: "Develop Trireme",
  summary: "Measure preview and up, and write docs/benchmarks.md",
  description:
    "Without --kubernetes and --aws: the development stack beside Docker Compose and an empty program.",
  stack: false,
  options: {
    quick: flag("--quick", "fewer repetitions, and nothing is written"),
    kubernetes: flag("--kubernetes", "on a cluster, beside kubectl", { conflicts: ["aws"] }),
    aws: flag("--aws", "a preview of the largest stack on AWS"),
  },
  examples: [
    ["bench", "all figures of a Docker engine; half an hour"],
    ["bench --quick", "a first look"],
    ["bench --kubernetes", "the figures of a cluster"],
  ],
  async run({ options }) {
    const counts = requestOf(options);
    const progress = progressOn();
    if (counts.target === "kubernetes") return await runOnCluster(counts, progress);
    if (counts.target === "aws") return await runOnAws(counts, progress);
    const env = await prepare(["cli", "plugins", "images"], progress, await missingForCompose(process.env));
    const compose = await obtainCompose(env, progress);
    const where = await circumstances(env, compose);
    const commands = await onScene(env, compose, progress, (scene) =>
      measureCommands(scene, counts.commands, progress),
    );
    const growth = await measureGrowth(sizes, counts.growth, progress);
    const text = figures({ circumstances: where, ...commands, growth });
    console.log(`\n${text}`);
    if (counts.writes) await write(text);
    return 0;
  },
});
