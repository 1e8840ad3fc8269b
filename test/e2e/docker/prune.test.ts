import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chooseImages, type Choice } from "../../../cli/prune/choice";
import { heldImages, removeImages, usesOf } from "../../../cli/prune/engine";
import { recordOf } from "../../../cli/prune/record";
import { run } from "../../../setup/processes";
import type { PastUpdate } from "../../../cli/release/releases";
import { shop } from "../../support/valid";
import { engine } from "./engine";
import { Registry } from "./support/registry";

const mark = `trireme-prune-${randomBytes(4).toString("hex")}`;
const parts = ["api", "web"];
const keep = 2;
/** Not in this thread, which answers as the registry. */
const docker = async (...words: string[]): Promise<string> => (await run("docker", words)).stdout.trim();
const history: PastUpdate[] = [];
const digests: Record<string, string> = {};
let registry: Registry;
let own: readonly string[] = [];

const repository = (part: string): string => `${registry.address}/${mark}/shop-${part}`;
const named = (part: string, tag: string): string =>
  `${repository(part)}@${digests[`${repository(part)}:${tag}`] ?? ""}`;
const pinsOf = (tag: string) =>
  Object.fromEntries(Object.entries(digests).filter(([reference]) => reference.endsWith(`:${tag}`)));
const create = (name: string): Promise<string> => docker("create", "--label", `${mark}=1`, name);

function systemAt(tag: string): typeof shop {
  const [service] = shop.services;
  if (service === undefined) throw new Error("the shop has no service");
  const services = parts.map((part) => ({
    ...service,
    image: { name: part, reference: `${repository(part)}:${tag}` },
  }));
  return { ...shop, services, jobs: [] };
}

async function choose(tag: string): Promise<Choice> {
  const present = { system: systemAt(tag), tag, pins: pinsOf(tag), pulled: true, keep };
  const uses = await usesOf(new Set(own), process.env);
  const wish = { prefix: `${mark}-none`, state: new Set<string>() };
  return chooseImages(await heldImages(process.env), uses, recordOf(present, history), wish);
}

async function release(tag: string): Promise<void> {
  for (const part of parts) {
    digests[`${repository(part)}:${tag}`] = registry.push(`release-of-${part}`, tag);
    await docker("pull", "--quiet", named(part, tag));
  }
  const made: string[] = [];
  for (const part of parts) made.push(await create(named(part, tag)));
  if (own.length > 0) await docker("rm", ...own);
  own = made;
  history.unshift({
    ...{ kind: "update", result: "succeeded", startTime: String(history.length) },
    config: { "trireme:imageTag": { value: tag }, "trireme:digests": { objectValue: pinsOf(tag) } },
  });
}

/** Ids of the images that the test brought to the engine. */
const brought = async (): Promise<readonly string[]> =>
  (await heldImages(process.env))
    .filter(({ tags, digests: names }) => [...tags, ...names].some((name) => name.includes(mark)))
    .map(({ id }) => id);

beforeAll(async () => {
  const { Arch } = await engine().version();
  registry = await Registry.start(Arch);
});

afterAll(async () => {
  await registry.stop();
  const containers = await docker("ps", "--all", "--quiet", "--filter", `label=${mark}`);
  if (containers !== "") await docker("rm", "--force", ...containers.split("\n"));
  const left = await brought();
  if (left.length > 0) await docker("image", "rm", "--force", ...left);
});

it("six releases leave the images of the running one and two before it, and what has another name", async () => {
  for (const tag of ["v1", "v2", "v3", "v4", "v5", "v6"]) {
    await release(tag);
    if (tag === "v1") await docker("tag", named("web", "v1"), `${mark}:kept-by-hand`);
    expect(await removeImages((await choose(tag)).removed, process.env)).toEqual([]);
  }
  // Three releases of two images, and the one with a name of its own.
  expect(await brought()).toHaveLength(3 * parts.length + 1);
});

it("what another stack's container runs from stays, with all of its repository", async () => {
  const other = await create(named("api", "v4"));
  await release("v7");
  const { removed, shared } = await choose("v7");
  expect(removed.map(({ by }) => by)).toEqual([[named("web", "v4")]]);
  // That of v4 is in use.
  expect(shared).toEqual([]);
  await docker("rm", other);
  const held = await create(named("api", "v5"));
  expect((await choose("v7")).shared.map(({ by }) => by)).toEqual([[named("api", "v4")]]);
  await docker("rm", held);
});

it("a release that is kept comes up again without a registry", async () => {
  expect(await removeImages((await choose("v7")).removed, process.env)).toEqual([]);
  await registry.stop();
  for (const tag of ["v5", "v6"]) {
    const container = await docker("create", "--pull", "never", "--label", `${mark}=1`, named("api", tag));
    expect(await docker("cp", `${container}:/release-of-api`, "-")).toContain(tag);
  }
  await expect(create(named("api", "v4"))).rejects.toThrow();
});
