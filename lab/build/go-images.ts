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

/** @param official what the image takes the place of */
function goImage(name: string, official: string, path: string, ldflags = "-s -w"): GoImage {
  const build: GoBuild = { module: name, packages: [path], ldflags: [ldflags] };
  const program = path.replace(/\/v\d+$/, "").replace(/^.*\//, "");
  const into = async (context: string, step: Step): Promise<void> => {
    const folder =
      cachedBuild(build) ??
      (await cacheEntry(name, buildKey(build), step, async (made) => await goBuild(build, made, step)));
    copyFileSync(join(folder, program), join(context, program));
  };
  const version = official.replace(/^.*:v?/, "");
  return { build, recipe: { name, version, suite: "bookworm", fetched: { pins: buildKey(build), into } } };
}

const toolchain = "trireme.local/toolchain";

function ofMonitoring(name: keyof typeof images, path: string, ldflags?: string): [string, GoImage] {
  return [images[name], goImage(name, images[name], path, ldflags)];
}

/** The images of monitoring that are made only where a stack runs them, by the official ones whose place they take. */
export const monitoringImages: Readonly<Record<string, GoImage>> = Object.fromEntries([
  ofMonitoring("cadvisor", `${toolchain}/cadvisor/cmd/cadvisor`),
  ofMonitoring("jaeger", "github.com/jaegertracing/jaeger/cmd/jaeger"),
  ofMonitoring(
    "otel-collector",
    `${toolchain}/otel-collector/cmd/otelcol-contrib`,
    `-s -w -X main.version=${images["otel-collector"].replace(/^.*:/, "")}`,
  ),
  ofMonitoring("victoria-logs", "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs"),
]);

/**
 * Those and the others. Of Consul it is the newest line whose modules are all free software: 1.17 and later come under the Business Source
 * License (https://www.hashicorp.com/en/license-faq).
 */
export const goImages: Readonly<Record<string, GoImage>> = {
  ...monitoringImages,
  // On clusters alone.
  ...Object.fromEntries([ofMonitoring("kube-state-metrics", "k8s.io/kube-state-metrics/v2")]),
  "hashicorp/consul:1.21": goImage("consul", "hashicorp/consul:1.14.11", "github.com/hashicorp/consul"),
};

/** Those of these official images whose program is built from source first, and was not yet. */
export function unbuilt(wanted: readonly string[]): readonly string[] {
  return wanted.filter((image) => {
    const made = goImages[image];
    return made !== undefined && cachedBuild(made.build) === undefined;
  });
}
