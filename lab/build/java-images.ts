import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { download } from "../../setup/network";
import { run, which } from "../../setup/processes";
import type { Step } from "../../setup/progress";
import { sumOf } from "./fetched-packages";
import type { Recipe } from "./recipe";

/** A file of Maven Central, pinned by what is in it. */
export interface Jar {
  /** Below the root of a Maven repository: `org/slf4j/slf4j-api/1.7.36/slf4j-api-1.7.36.jar`. */
  readonly path: string;
  readonly sha256: string;
}

/** What a `jars.txt` lists, as `sha256sum` writes it: what Maven makes of the `pom.xml` beside it. */
export function jarsOf(text: string): readonly Jar[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ sha256: line.slice(0, 64), path: line.slice(64).trim() }));
}

/** All jars that a context's `jars.txt` lists into its folder `jars`: by Maven where it is installed, the others one by one. */
async function fetchJars(context: string, step: Step): Promise<void> {
  const target = join(context, "jars");
  const copied = join(context, "copied");
  mkdirSync(target);
  if (which("mvn") !== undefined) {
    step.say("fetching jars with Maven");
    const options = [
      "-DincludeScope=runtime",
      "-Dmdep.useRepositoryLayout=true",
      `-DoutputDirectory=${copied}`,
    ];
    await run("mvn", ["-B", "-q", "dependency:copy-dependencies", ...options], {
      cwd: context,
      allowFailure: true,
    });
  }
  for (const { path, sha256 } of jarsOf(readFileSync(join(context, "jars.txt"), "utf8"))) {
    const file = join(target, basename(path));
    const found = join(copied, path);
    if (existsSync(found) && (await sumOf(found)) === sha256) cpSync(found, file);
    else await download(`https://repo1.maven.org/maven2/${path}`, sha256, file, step);
  }
  rmSync(copied, { recursive: true, force: true });
}

/** An image with jars of Maven Central, which the recipe's folder lists: its name has a hash of them. */
function javaImage(name: string, version: string): Recipe {
  return { name, version, suite: "forky", fetched: { pins: "jars.txt", into: fetchJars } };
}

export const kafka = javaImage("kafka", "3.9.1");
export const zookeeper = javaImage("zookeeper", "3.9.5");
