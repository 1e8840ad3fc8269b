import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { containersOf, engine } from "../docker/engine";
import { diffs, recorded, recordedEvents, within, type Diff } from "./support/diffs";
import { thorough } from "./support/thorough";

const { folder, stack } = inject("production");
const checkout = Checkout.at(folder);
const stackFile = `Pulumi.${stack}.yaml`;

/** Where to keep what the CLI said, for the fixtures of `test/unit/cli/preview`. */
const recording = process.env.TRIREME_RECORD_PREVIEWS;

const running = async (): Promise<readonly string[]> =>
  (await containersOf(stack)).map(({ id, name }) => `${id} ${name}`).sort();

/** A preview of the stack with a change, and its comment. */
async function previewOf(name: string, diff: Diff) {
  return await within(checkout, stackFile, diff, async () => {
    const file = join(folder, `${name}.md`);
    const { code, output } = await checkout.trireme("preview", stack, "--markdown", file);
    if (recording !== undefined) await record(name, recording);
    return { code, output, comment: readFileSync(file, "utf8") };
  });
}

async function record(name: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const log = join(folder, `${name}.events`);
  process.env.PULUMI_DEBUG_COMMANDS = "true";
  const { output } = await checkout.pulumi("preview", "--stack", stack, "--json", "--event-log", log);
  delete process.env.PULUMI_DEBUG_COMMANDS;
  writeFileSync(join(into, `${name}.digest`), recorded(output));
  writeFileSync(join(into, `${name}.events`), recordedEvents(readFileSync(log, "utf8")));
}

/** Lines that a reviewer of each change must see; the words of each table are held by the unit tests. */
const seen: Readonly<Record<keyof typeof diffs, readonly RegExp[]>> = {
  nothing: [/no changes; \d+ unchanged/, /Policies of .*: no violations/],
  tag: [/± +backend +service: 2 instances replaced, new before old/, /± +migrate +job: runs again/],
  route: [/> +proxy +closes \/redoc.*opens \/webhooks\//],
  variable: [/env FEATURE_SEARCH: new: semantic/, /env LOG_LEVEL: \[secret\] → debug/],
  limit: [/~ +backend +service: 2 instances updated/, /memory: 1024 → 2048/],
  rotation: [/\* +db-password +regenerated\n +Goes to backend, migrate\./],
  port: [/metrics-exporter +opens\n +published 127\.0\.0\.1:19100/],
  version: [/DATA AT RISK\n +!! db +store: container replaced: ANOTHER MAJOR VERSION/],
  volume: [
    /DATA AT RISK\n +!! db +store: container replaced: DATA IS LEFT BEHIND/,
    /error: db-data: is protected/,
    /mandatory keep-stores \(db-data/,
  ],
  service: [/- +mcp +service: 2 instances deleted/],
  error: [/✗ settings\.services\.backnd: system "syfthub" has no service "backnd"/],
};

/** The words of every table are held by recordings; the short suite asks again for what may not go unseen. */
const asked = Object.entries(diffs).filter(([name]) => thorough || name === "volume");

describe("a preview of the running stack", () => {
  it.each(asked)(
    "with the change %s tells it, and touches nothing",
    async (name, diff) => {
      const before = await running();
      const { output, comment } = await previewOf(name, diff);
      for (const line of seen[name as keyof typeof diffs]) expect(output).toMatch(line);
      expect(comment).toMatch(/^<!-- trireme: preview .+ -->\n### Stack /);
      expect(await running()).toEqual(before);
    },
    300_000,
  );

  it("says the same twice, byte by byte, so that a comment is edited only when there is news", async () => {
    const first = await previewOf("tag", diffs.tag);
    expect((await previewOf("tag", diffs.tag)).comment).toBe(first.comment);
  }, 300_000);

  it("fails where up would", async () => {
    expect((await previewOf("error", diffs.error)).code).not.toBe(0);
    expect((await previewOf("volume", diffs.volume)).code).not.toBe(0);
  }, 300_000);
});

describe("drift", () => {
  afterAll(async () => {
    const { code, output } = await checkout.trireme("up", stack, "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  }, 300_000);

  it("is none in a stack that nobody touched", async () => {
    const { code, output } = await checkout.trireme("drift", stack);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("nothing changed outside of Trireme");
  }, 300_000);

  it("is told by what was changed and what is gone", async () => {
    const instances = (await containersOf(stack)).filter(
      ({ part, role }) => part === "mcp" && role === "service",
    );
    const [first, second] = instances.map(({ id }) => engine().getContainer(id));
    await first?.update({ Memory: 300 * 1024 ** 2, MemorySwap: 300 * 1024 ** 2 });
    await second?.remove({ force: true });
    const { code, output } = await checkout.trireme("drift", stack);
    expect(code).toBe(2);
    expect(output).toMatch(/Changed\n +~ +mcp +service: instance updated\n +memory: \d+ → 300/);
    expect(output).toMatch(/Gone\n +- +mcp +service: instance deleted/);
  }, 300_000);
});
