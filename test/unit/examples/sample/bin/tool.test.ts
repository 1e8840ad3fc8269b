import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Value } from "../../../../../components/model";
import { describeSystem } from "../../../../../stacks/config/describe";
import { samples } from "../../../../../stacks/systems/samples";
import { configured, places } from "../../../../support/configs";
import { root } from "../../../../support/sources";

const tool = join(root, "examples", "sample", "bin", "tool");

/** The text of an argument, its references as whatever they will be. */
function text(value: Value): string {
  if (typeof value !== "object") return String(value);
  return "template" in value
    ? value.template.map((one) => (typeof one === "object" ? "x" : one)).join("")
    : "x";
}

/** What the tools of the sample application's image make of a command: the arguments that its program gets. */
function made([program = "", ...args]: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "trireme-tools-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(tool, join(folder, basename(program)));
  writeFileSync(join(folder, "node"), '#!/bin/sh\nshift\necho "$*"\n', { mode: 0o755 });
  return execFileSync(join(folder, basename(program)), args, {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    encoding: "utf8",
  }).trim();
}

const commands = new Map(
  places.flatMap(({ system, environment }) => {
    const { services, jobs } = describeSystem(configured(system, environment, {}));
    return [...services, ...jobs]
      .filter(({ image }) => image.name in (samples[system] ?? {}))
      .flatMap(({ command = [] }) => {
        const words = command.map(text);
        return words.length === 0 ? [] : [[words.join(" "), words] as const];
      });
  }),
);

describe("the sample application", () => {
  it.each([...commands])("keeps the command %s of a system", (_, words) => {
    expect(made(words)).toMatch(/^(serve|work|migrate|sql .+|probe .+)$/);
  });

  it("fails by whatever else it is told to run", () => {
    expect(() => made(["alembic", "downgrade", "base"])).toThrow(/no such command: alembic downgrade base/);
    expect(made(["psql", "--command=VACUUM (ANALYZE)"])).toBe("sql VACUUM (ANALYZE)");
  });
});
