import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canInstallPackages } from "../../setup/apt";
import type { Missing } from "../../setup/errors";
import { withLock } from "../../setup/lock";
import { run, which } from "../../setup/processes";
import type { Progress, Step } from "../../setup/progress";
import { REGISTRY } from "../../setup/registry";
import { cacheFolder } from "../../setup/workspace";
import { debianImage, makeDebianImage, type Suite } from "./debian-root";
import { hasGo } from "./go";
import { unbuilt } from "./go-images";
import { localImage, recipeFolder, recipes, seldom } from "./image-recipes";
import type { Recipe } from "./recipe";

/** Those of these images that the engine has: asked at once, for each question may go through SSH. */
async function presentImages(
  images: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ReadonlySet<string>> {
  if (images.length === 0) return new Set();
  const words = ["image", "inspect", "--format", "{{json .RepoTags}}", ...images];
  // It fails where one is missing, and prints the others all the same.
  const { stdout } = await run("docker", words, { env, allowFailure: true });
  const lines = stdout.split("\n").filter((line) => line.startsWith("["));
  const tags = new Set(lines.flatMap((line) => JSON.parse(line) as string[]));
  return new Set(images.filter((image) => tags.has(image)));
}

/**
 * What stands in the way of having images, if the registry does not answer.
 *
 * @param absent those that the engine does not have. @default all that are made for every stack
 */
export async function missingForImages(absent: readonly string[] = Object.keys(recipes)): Promise<Missing[]> {
  if (which("docker") === undefined && !canInstallPackages()) {
    return [
      {
        what: "The docker command is not on PATH; images are built and logs are read with it.",
        remedies: ["install Docker's client (https://docs.docker.com/engine/install)"],
      },
    ];
  }
  if (!canInstallPackages() || process.arch !== "x64") {
    return [
      {
        what:
          `No image registry can be reached (${REGISTRY}), and the images that stand in for the official ones can be ` +
          "made on Debian or Ubuntu on x86-64 as root alone.",
        remedies: [
          "open the way to the registry",
          `load the images by hand: docker load (${absent.join(", ")})`,
          "run this as root on Debian or Ubuntu",
        ],
      },
    ];
  }
  const sources = unbuilt(absent);
  if (sources.length === 0 || (await hasGo())) return [];
  return [
    {
      what: `No image registry can be reached (${REGISTRY}), and there is no Go 1.21 or newer to build ${sources.join(", ")} with.`,
      remedies: [
        "open the way to the registry",
        `load the images by hand: docker load (${sources.join(", ")})`,
        "install Go (https://go.dev/doc/install)",
      ],
    },
  ];
}

/** The recipe of an official image, of those that are made for every stack and those that are made where one runs them. */
function recipeOf(official: string): Recipe | undefined {
  return recipes[official] ?? seldom[official];
}

/**
 * The official images that the engine does not have and that can be made here.
 *
 * @param wanted those that a stack runs beside the ones that are made for every stack
 */
export async function absentImages(
  env: NodeJS.ProcessEnv,
  wanted: readonly string[] = [],
): Promise<string[]> {
  const names = [...new Set([...Object.keys(recipes), ...wanted.filter((name) => name in seldom)])];
  const present = await presentImages(names, env);
  return names.filter((name) => !present.has(name));
}

/** The images of other stacks that were made before: what one stack runs does not take them from another. */
async function madeBefore(env: NodeJS.ProcessEnv, wanted: ReadonlySet<string>): Promise<[string, string][]> {
  const others = Object.entries(seldom).flatMap(([official, recipe]): [string, string][] =>
    wanted.has(official) ? [] : [[official, localImage(recipe)]],
  );
  const present = await presentImages(
    others.flatMap((names) => names),
    env,
  );
  return others.filter(([official, local]) => present.has(local) && !present.has(official));
}

async function build(recipe: Recipe, image: string, env: NodeJS.ProcessEnv, step: Step): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), "trireme-image-"));
  try {
    cpSync(recipeFolder(recipe), context, { recursive: true });
    await recipe.fetched?.into(context, step);
    step.say("building");
    const proxies = ["http_proxy", "https_proxy", "no_proxy"].flatMap((name) =>
      env[name] === undefined ? [] : ["--build-arg", name],
    );
    // The host's network and name service: a build can reach what this machine can, even with no route for bridges.
    const options = [
      "--network",
      "host",
      "--force-rm",
      "--build-arg",
      `BASE=${debianImage(recipe.suite)}`,
      ...Object.entries(recipe.args ?? {}).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...proxies,
    ];
    await run("docker", ["build", ...options, "--tag", image, context], {
      env: { ...env, DOCKER_BUILDKIT: "0" },
      onLine: (line) => {
        if (line.startsWith("Step ")) step.say(line.slice(0, 60));
      },
    });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function makeAll(
  images: ReadonlyMap<string, Recipe>,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  if (images.size === 0) return;
  const suites = new Set<Suite>([...images.values()].map((recipe) => recipe.suite));
  const roots = await presentImages([...suites].map(debianImage), env);
  const bases = new Map(
    [...suites].map((suite) => {
      const make = async () => {
        if (roots.has(debianImage(suite))) return;
        await progress.step(`Making a Debian root (${suite}) for images`, (step) =>
          makeDebianImage(suite, env, step),
        );
      };
      return [suite, make()] as const;
    }),
  );
  await Promise.all(
    [...images].map(async ([image, recipe]) => {
      await bases.get(recipe.suite);
      await progress.step(`Building the image ${image}`, (step) => build(recipe, image, env, step));
    }),
  );
}

/**
 * Builds a local image in the place of each official one that the engine lacks.
 *
 * @param env reaches the engine
 * @param also what a stack runs beside the images that are made for every stack
 * @returns official image → local image
 */
export async function makeImages(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  also: readonly string[] = [],
): Promise<Record<string, string>> {
  const map: Record<string, string> = Object.fromEntries(await madeBefore(env, new Set(also)));
  const wanted = new Map<string, Recipe>();
  for (const official of await absentImages(env, also)) {
    const recipe = recipeOf(official);
    if (!recipe) continue;
    const image = localImage(recipe);
    map[official] = image;
    wanted.set(image, recipe);
  }
  await withLock(
    join(cacheFolder(), "locks", "images"),
    async () => {
      const present = await presentImages([...wanted.keys()], env);
      const lacking = [...wanted].filter(([image]) => !present.has(image));
      await makeAll(new Map(lacking), env, progress);
    },
    (pid) => progress.note(`Waiting for process ${pid}, which is making images already.`),
  );
  return map;
}
