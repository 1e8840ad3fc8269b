import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { timesFile } from "./report";
import { projectRoot } from "../../setup/workspace";

/**
 * Writes how long each file took beside vitest's JSON report, whose times leave out what `beforeAll` and `afterAll` do: in a
 * suite with a stack that is where the minutes go.
 */
export default class FileTimes implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { outputFile } = this.vitest?.config ?? {};
    const report = typeof outputFile === "object" ? outputFile.json : undefined;
    if (report === undefined) return;
    const times = modules.map((module) => {
      const { collectDuration, setupDuration, duration } = module.diagnostic();
      return {
        file: relative(projectRoot, module.moduleId),
        milliseconds: Math.round(collectDuration + setupDuration + duration),
      };
    });
    writeFileSync(timesFile(report), JSON.stringify(times));
  }
}
