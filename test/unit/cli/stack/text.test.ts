import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pipelineStacks, UnreadableStacks } from "../../../../ci/stacks";
import { readConfig } from "../../../../stacks/config";
import { ConfigError } from "../../../../stacks/config/parse";
import { PlainError } from "../../../../setup/errors";
import { editStackFile } from "../../../../cli/stack/edit";
import { keepingFile, textToRestore } from "../../../../cli/stack/file";
import { configOf } from "../../../../cli/stack/system";
import { root } from "../../../support/sources";

const folder = mkdtempSync(join(tmpdir(), "trireme-text-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "Pulumi.dev.yaml");

const valid =
  "config:\n  trireme:system: syfthub\n  trireme:environment: development\n  trireme:target: docker\n";
const secret = "hunter2";

/** An error in the YAML, and where it is. */
const errors: readonly (readonly [string, string, string])[] = [
  ["a tab", `${valid}\ttrireme:replicas: 2\n`, "line 5, column 1"],
  ["a key twice", `${valid}  trireme:target: aws\n`, "line 5, column 3"],
  ["two documents", `${valid}---\n${valid}`, "line 5, column 1"],
  ["an open quote", `${valid}  trireme:domain: "${secret}\n`, "line 6, column 1"],
  ["an open bracket", `${valid}  trireme:settings: { ports: [${secret}\n`, "line 6, column 1"],
  ["an alias of nothing", `${valid}  trireme:domain: *${secret}\n`, "line 5, column 19"],
];

/** Whoever reads a stack's file. */
const readers: Readonly<Record<string, () => unknown>> = {
  "a command": () => configOf("dev", folder),
  "a change by a command": () => editStackFile("dev", [], folder),
  "a run of the CLI": () => keepingFile("dev", () => Promise.resolve("ran"), folder),
  "a pipeline": () => pipelineStacks(folder),
  "a deployment": () => readConfig(folder),
};

describe("an error in the YAML of a stack's file", () => {
  beforeAll(async () => {
    const nothing = (): never => {
      throw new Error("reading configuration makes nothing");
    };
    await runtime.setMocks({ call: nothing, newResource: nothing }, "trireme", "dev");
    runtime.setAllConfig({
      ...{ "trireme:system": "syfthub", "trireme:environment": "development", "trireme:target": "docker" },
      "trireme:settings": '{"services":{"mcp":{"variables":{"A":"b"}}}}',
    });
  });

  const table = Object.entries(readers).flatMap(([reader, read]) =>
    errors.map(([what, text, place]) => ({ reader, what, text, place, read })),
  );

  it.each(table)("is told to $reader by its file and place: $what", async ({ text, place, read }) => {
    writeFileSync(file, text);
    const said: unknown = await Promise.resolve()
      .then(read)
      .then(
        () => "nothing",
        (error: unknown) => error,
      );
    expect([PlainError, ConfigError, UnreadableStacks].some((kind) => said instanceof kind)).toBe(true);
    const { message } = said as Error;
    expect(message).toContain("Pulumi.dev.yaml");
    expect(message).toContain(place);
    expect(message).not.toContain(secret);
    expect(message).not.toMatch(/\n\s+at /);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("hides no other error of a run that came after it, and is left to who made it", async () => {
    writeFileSync(file, valid);
    const run = keepingFile(
      "dev",
      () => {
        writeFileSync(file, `${valid}\tx`);
        return Promise.reject(new PlainError("the run failed"));
      },
      folder,
    );
    await expect(run).rejects.toThrow("the run failed");
    expect(readFileSync(file, "utf8")).toBe(`${valid}\tx`);
    expect(textToRestore(`${valid}encryptionsalt: v1:abc\n`, valid, `${valid}\tx`)).toBe(valid);
  });

  it("ends a pipeline with the errors of all files, and no stack trace", () => {
    writeFileSync(file, `${valid}\ttrireme:replicas: 2\n`);
    writeFileSync(join(folder, "Pulumi.prod.yaml"), `${valid}  trireme:target: aws\n`);
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        createRequire(import.meta.url).resolve("tsx"),
        join(root, "ci/changed-stacks.ts"),
        "--all",
      ],
      { cwd: folder, encoding: "utf8", env: { ...process.env, NODE_NO_WARNINGS: "1" } },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /Pulumi\.dev\.yaml: [^]*line 5, column 1[^]*Pulumi\.prod\.yaml: [^]*line 5, column 3/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
