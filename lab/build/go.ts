import { rmSync } from "node:fs";
import { freemem, cpus } from "node:os";
import { join } from "node:path";
import { cachedEntry, cacheEntry, contentKey, filesBelow } from "../../setup/cache";
import type { Missing } from "../../setup/errors";
import { type Trim, trimmedCopy } from "./go-trim";
import { run, which } from "../../setup/processes";
import type { Progress, Step } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";

const BYTES_PER_BUILD = 3 * 1024 ** 3;
const MOST_BUILDS = 2;
/** From this release on, an older Go fetches the one that a module asks for by itself. */
const OLDEST_MINOR = 21;

export const noGo: Missing = {
  what: "The Pulumi download site cannot be reached, and there is no Go 1.21 or newer on PATH to build from source with.",
  remedies: [
    "allow access to https://get.pulumi.com",
    "install the Pulumi CLI (https://www.pulumi.com/docs/install)",
    "install Go (https://go.dev/doc/install)",
  ],
};

/** A folder of ours with a go.mod, and what to build in it. */
export interface GoBuild {
  /** Folder below `lab/go`. */
  readonly module: string;
  readonly packages: readonly string[];
  /** Linker flags; one per package pattern where they differ. */
  readonly ldflags: readonly string[];
  /** Build with a copy of a module that lacks what would take long and is not used. */
  readonly trim?: Trim;
}

/** True if a Go is on PATH that can build our modules. */
export async function hasGo(): Promise<boolean> {
  if (which("go") === undefined) return false;
  const { stdout } = await run("go", ["env", "GOVERSION"], { allowFailure: true, cwd: "/" });
  const minor = /^go1\.(\d+)/.exec(stdout)?.[1];
  return minor !== undefined && Number(minor) >= OLDEST_MINOR;
}

function moduleFolder(build: GoBuild): string {
  return join(projectRoot, "lab", "go", build.module);
}

/**
 * What decides the outcome of a build: pins, sources, flags and platform. The Go release is not part of it, so that an
 * update of Go does not rebuild what works and a cached build is found where no Go is installed.
 */
export function buildKey(build: GoBuild): string {
  return contentKey({
    ...filesBelow(moduleFolder(build)),
    " packages": build.packages.join(" "),
    " ldflags": build.ldflags.join(" "),
    ...Object.fromEntries(Object.entries(build.trim?.key ?? {}).map(([name, text]) => [` ${name}`, text])),
    " platform": `${process.platform}/${process.arch}`,
  });
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(step: Step, body: () => Promise<T>): Promise<T> {
  const slots = () => Math.min(MOST_BUILDS, Math.max(1, Math.floor(freemem() / BYTES_PER_BUILD)));
  while (running >= slots() && running > 0) {
    step.say("waiting for the build before it");
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await body();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** Builds into a folder; at most two builds run at once, one where memory is short. */
export async function goBuild(build: GoBuild, folder: string, step: Step): Promise<void> {
  await inTurn(step, async () => {
    const work = `${folder}.source`;
    try {
      const cwd = build.trim ? await trimmedCopy(moduleFolder(build), work, build.trim) : moduleFolder(build);
      await compile(build, cwd, folder, step);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

async function compile(build: GoBuild, cwd: string, folder: string, step: Step): Promise<void> {
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  let downloads = 0;
  const onDownload = (line: string) => {
    if (line.startsWith("go: downloading")) step.say(`downloading modules (${++downloads})`);
  };
  step.say("downloading modules");
  const listed = await run("go", ["list", "-deps", ...build.packages], { cwd, env, onLine: onDownload });
  const total = listed.stdout.trimEnd().split("\n").length;
  let compiled = 0;
  step.say(`compiling (${total} packages)`);
  const ldflags = build.ldflags.flatMap((flags) => ["-ldflags", flags]);
  const parallel = String(Math.max(2, cpus().length));
  const options = ["-v", "-p", parallel, "-trimpath", ...ldflags, "-o", `${folder}/`, ...build.packages];
  // It takes all processors for minutes: what runs beside it, such as tests with deadlines, goes first.
  const [program, before] = which("nice") === undefined ? ["go", []] : ["nice", ["-n", "10", "go"]];
  await run(program, [...before, "build", ...options], {
    cwd,
    env,
    onLine: (line) => {
      if (!line.startsWith("go: ")) step.say(`compiling (${++compiled} of ${total} packages)`);
    },
  });
}

/** The folder with what a build made, if it is in the cache. */
export function cachedBuild(build: GoBuild): string | undefined {
  return cachedEntry(build.module, buildKey(build));
}

/**
 * The folder with what a build makes, from the cache or built now.
 *
 * @param title completes "Building … from source"
 * @param after adds to the folder before it is kept
 */
export async function obtainBuild(
  build: GoBuild,
  title: string,
  progress: Progress,
  after?: (folder: string) => void,
): Promise<string> {
  const key = buildKey(build);
  return (
    cachedEntry(build.module, key) ??
    (await progress.step(`Building ${title} from source`, (step) =>
      cacheEntry(build.module, key, step, async (folder) => {
        await goBuild(build, folder, step);
        after?.(folder);
      }),
    ))
  );
}
