import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { images } from "../../components/lowering/monitoring/images";
import { cacheEntry } from "../../setup/cache";
import type { Step } from "../../setup/progress";
import { buildKey, cachedBuild, type GoBuild, goBuild } from "./go";
import type { Recipe } from "./recipe";

/** An image with one program that is built from pinned Go modules, which takes minutes. */
export interface GoImage {
  readonly build: GoBuild;
  readonly recipe: Recipe;
}

function goImage(name: keyof typeof images, path: string, ldflags = "-s -w"): GoImage {
  const build: GoBuild = { module: name, packages: [path], ldflags: [ldflags] };
  const program = path.replace(/^.*\//, "");
  const into = async (context: string, step: Step): Promise<void> => {
    const folder =
      cachedBuild(build) ??
      (await cacheEntry(name, buildKey(build), step, async (made) => await goBuild(build, made, step)));
    copyFileSync(join(folder, program), join(context, program));
  };
  const version = images[name].replace(/^.*:v?/, "");
  return { build, recipe: { name, version, suite: "bookworm", fetched: { pins: buildKey(build), into } } };
}

const toolchain = "trireme.local/toolchain";

/** The images that are made only where a stack runs them, by the official ones whose place they take. */
export const goImages: Readonly<Record<string, GoImage>> = {
  [images.cadvisor]: goImage("cadvisor", `${toolchain}/cadvisor/cmd/cadvisor`),
  [images.jaeger]: goImage("jaeger", "github.com/jaegertracing/jaeger/cmd/jaeger"),
  [images["otel-collector"]]: goImage(
    "otel-collector",
    `${toolchain}/otel-collector/cmd/otelcol-contrib`,
    `-s -w -X main.version=${images["otel-collector"].replace(/^.*:/, "")}`,
  ),
  [images["victoria-logs"]]: goImage(
    "victoria-logs",
    "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs",
  ),
};

/** Those of these official images whose program is built from source first, and was not yet. */
export function unbuilt(wanted: readonly string[]): readonly string[] {
  return wanted.filter((image) => {
    const made = goImages[image];
    return made !== undefined && cachedBuild(made.build) === undefined;
  });
}
