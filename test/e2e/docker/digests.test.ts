import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { pinned, type Pins } from "../../../components/model";
import { askable, pinLines, resolvePins } from "../../../cli/release/digests";
import { engine } from "./engine";
import { PushedRegistry } from "./support/pushed-registry";

const tag = "v1.5.0";
let registry: PushedRegistry;
let reference: string;
let work: string;
const pulledHere = new Set<string>();

beforeAll(async () => {
  registry = await PushedRegistry.start(Number(process.env.TRIREME_REGISTRY_PORT ?? "0"));
  reference = `${registry.host}/your-org/shop/backend:${tag}`;
  work = mkdtempSync(join(tmpdir(), "trireme-registry-"));
});
afterEach(async () => {
  for (const image of pulledHere)
    await engine()
      .getImage(image)
      .remove({ force: true })
      .catch(() => undefined);
  pulledHere.clear();
});
afterAll(() => {
  registry.stop();
  rmSync(work, { recursive: true });
});

// Not waited for in one piece: the registry that the engine asks is in this process.
const docker = (...words: readonly string[]): Promise<unknown> =>
  promisify(execFile)("docker", words, { cwd: work });

/** Makes an image with one file, and pushes it from this engine, which keeps nothing of it. */
async function push(version: string): Promise<void> {
  writeFileSync(join(work, "version"), version);
  execFileSync("tar", ["-cf", "root.tar", "version"], { cwd: work });
  await docker("import", "root.tar", reference);
  await docker("push", reference);
  await docker("rmi", reference);
}

/** What is in the image that the stack's containers are made of: a container is made of it, and its file read. */
async function bytesOf(image: string): Promise<string> {
  const container = await engine().createContainer({ Image: image, Cmd: ["/version"] });
  try {
    const archive = (await container.getArchive({ path: "/version" })) as AsyncIterable<Buffer>;
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk);
    return execFileSync("tar", ["-xO"], { input: Buffer.concat(chunks), encoding: "utf8" });
  } finally {
    await container.remove({ force: true });
  }
}

async function pull(image: string): Promise<void> {
  pulledHere.add(image);
  await docker("pull", image);
}

/** What a release finds out, and makes its containers of. */
async function release(): Promise<{
  readonly pins: Pins;
  readonly notes: readonly string[];
  readonly ran: string;
}> {
  const { pins, notes } = await resolvePins([reference], askable(process.env, true));
  const image = pinned(reference, pins);
  await pull(image);
  return { pins, notes, ran: await bytesOf(image) };
}

it("a release of a tag that was pushed again runs the new bytes, and tells both digests", async () => {
  await push("one");
  const first = await release();
  expect([first.ran, first.notes]).toEqual(["one", []]);
  const digest = first.pins[reference] ?? "";
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(pinLines(first.pins, {})).toEqual([`  ${reference} = ${digest}`]);
  // By its digest alone: the tag has meanwhile come to mean something else.
  expect(registry.asked.at(-1)).toBe(`GET your-org/shop/backend ${digest}`);

  // As an engine has it that pulled the tag: to it the tag means the old bytes from now on.
  await pull(reference);
  await docker("tag", reference, `${registry.host}/kept:old`);
  pulledHere.add(`${registry.host}/kept:old`);
  await push("two");
  await docker("tag", `${registry.host}/kept:old`, reference);
  expect(await bytesOf(reference)).toBe("one");

  const second = await release();
  expect(second.ran).toBe("two");
  const other = second.pins[reference] ?? "";
  expect(other).not.toBe(digest);
  expect(pinLines(second.pins, first.pins)).toEqual([
    `  ${reference} = ${other}   PUSHED AGAIN: was ${digest}`,
  ]);
  // And a stack that still names the first one gets the first one, as after a rollback.
  await pull(pinned(reference, first.pins));
  expect(await bytesOf(pinned(reference, first.pins))).toBe("one");
});

it("a registry that is away leaves a release with what the engine pulled, and says so", async () => {
  await push("three");
  await pull(reference);
  const { pins } = await resolvePins([reference], askable(process.env, true));
  const away = await resolvePins([reference], {
    ...askable(process.env, true),
    registry: () => Promise.resolve({ kind: "silent", why: "it does not answer" }),
  });
  expect(away.pins).toEqual(pins);
  expect(away.notes).toEqual([`${reference} is what the engine has pulled: it does not answer`]);
  const unknown = reference.replace(tag, "v9");
  await expect(resolvePins([unknown], askable(process.env, true))).rejects.toThrow(
    /Nothing was changed[^]*v9: http:\/\/127\.0\.0\.1:\d+ answers 404: it has no such tag/,
  );
});
