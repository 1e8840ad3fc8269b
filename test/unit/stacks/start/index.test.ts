import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { root } from "../../../support/sources";

describe("the SDK as the program starts it", () => {
  /** What a fresh process prints that starts like the program. */
  const inProcess = (script: string, env: Record<string, string> = {}): string =>
    execFileSync(
      process.execPath,
      [
        "-e",
        `require("./stacks/start/deferred.cjs").deferSdkModules();
         require("./stacks/start/traces.cjs").spareTracesOfPromises();
         ${script}`,
      ],
      { cwd: root, env: { ...process.env, ...env } },
    )
      .toString()
      .trim();

  it("loads neither the TypeScript compiler nor npm's package tree", () => {
    const loaded = inProcess(`
      require("@pulumi/pulumi"); require("@pulumi/docker");
      console.log(Object.keys(require.cache).filter((file) => /typescript[/]lib|arborist[/]lib[/]arborist/.test(file)).length);
    `);
    expect(loaded).toBe("0");
  });

  it("still serialises a function, for which it needs them", () => {
    const text = inProcess(`
      const { runtime } = require("@pulumi/pulumi");
      const factor = 7;
      runtime.serializeFunction((x) => x * factor).then(({ text }) => console.log(text));
    `);
    expect(text).toContain("x * factor");
    expect(text).toContain("factor: 7");
  }, 60_000);

  const traceOfPromise = `
    const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
    const promise = Promise.resolve();
    debuggablePromise(promise, "test");
    console.log(promise._debugStackTrace.split("\\n").length);
  `;

  it("takes no stack trace of its promises, unless it is to print them", () => {
    expect(inProcess(traceOfPromise)).toBe("1");
    expect(Number(inProcess(traceOfPromise, { PULUMI_DEBUG_PROMISE_LEAKS: "true" }))).toBeGreaterThan(3);
  });

  it("leaves errors their stack traces", () => {
    const lines = inProcess(`
      require("@pulumi/pulumi/runtime/debuggable").debuggablePromise(Promise.resolve(), "test");
      console.log(new Error("real").stack.split("\\n").length);
    `);
    expect(Number(lines)).toBeGreaterThan(3);
  });
});
