import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Image, System } from "../../../../components/model";
import {
  chooseImages,
  plainName,
  repositoryOf,
  type HeldImage,
  type Use,
  type Wish,
} from "../../../../cli/prune/choice";
import { recordOf } from "../../../../cli/prune/record";
import type { PastUpdate } from "../../../../cli/release/releases";
import { shop } from "../../../support/valid";

const wish: Wish = { prefix: "shop-prod", state: new Set() };
const repositories = ["ghcr.io/your-org/shop-api", "ghcr.io/your-org/shop-web"];
const digest = (text: string): string =>
  `sha256:${[...text]
    .map((one) => one.charCodeAt(0).toString(16))
    .join("")
    .padEnd(64, "0")}`;
const image = (id: string, tags: readonly string[], digests: readonly string[] = []): HeldImage => ({
  ...{ id, tags, digests },
  size: 1e8,
  layers: [`layer of ${id}`],
});
const record = {
  kept: new Set(["shop-api:v3"]),
  tried: new Map([
    ["shop-api:v1", "v1"],
    ["shop-api:v3", "v3"],
    [`postgres@${digest("old")}`, "v1"],
  ]),
  repositories: new Set(["shop-api"]),
};
const ids = (images: readonly HeldImage[], uses: readonly Use[] = [], more: Partial<Wish> = {}) =>
  chooseImages(images, uses, record, { ...wish, ...more }).removed.map(({ image: { id } }) => id);

describe("names", () => {
  it.each([
    ["docker.io/library/postgres:16", "postgres:16", "postgres"],
    ["ghcr.io:443/org/app@sha256:00", "ghcr.io:443/org/app@sha256:00", "ghcr.io:443/org/app"],
    ["localhost:5000/app", "localhost:5000/app", "localhost:5000/app"],
  ])("%s", (name, plain, repository) => {
    expect([plainName(name), repositoryOf(name)]).toEqual([plain, repository]);
  });
});

describe("an image of an old release", () => {
  const old = image("old", ["shop-api:v1"], [`shop-api@${digest("1")}`]);

  it("goes, and what it is removed by are its names", () => {
    expect(chooseImages([old], [], record, wish).removed).toEqual([
      { image: old, why: "release v1", by: ["shop-api:v1"] },
    ]);
  });

  it.each<[string, HeldImage, readonly Use[]]>([
    ["a container uses it, running or not", old, [{ image: "old", reference: "old", own: true }]],
    ["only its name is known of a use", old, [{ image: "?", reference: "shop-api:v1", own: true }]],
    ["a kept release is the same image", { ...old, tags: ["shop-api:v1", "shop-api:v3"] }, []],
    ["someone gave it another name", { ...old, tags: ["shop-api:v1", "mine:today"] }, []],
    ["only the engine has it", { ...old, digests: [] }, []],
    ["it was never a release", { ...old, tags: ["shop-api:next"] }, []],
    ["its repository is not the system's", image("old", ["postgres:16"], [`postgres@${digest("old")}`]), []],
  ])("stays where %s", (_, found, uses) => {
    expect(ids([found], uses)).toEqual([]);
    expect(ids([found], uses, { thorough: true, shared: true })).toEqual([]);
  });

  it("stays where others run from its repository, unless that is asked for", () => {
    const other = image("other", [], [`shop-api@${digest("2")}`]);
    const uses = [{ image: "other", reference: "other", own: false }];
    const { removed, shared } = chooseImages([old, other], uses, record, wish);
    expect([removed, shared.map(({ why }) => why)]).toEqual([[], ["release v1"]]);
    expect(ids([old, other], uses, { shared: true })).toEqual(["old"]);
  });
});

describe("an engine's image", () => {
  it("goes where it was pulled by an old release's digest and has no tag", () => {
    expect(ids([image("old", [], [`postgres@${digest("old")}`])])).toEqual(["old"]);
    expect(ids([image("other", [], [`postgres@${digest("new")}`])], [], { thorough: true })).toEqual([]);
  });
});

describe("prune alone", () => {
  const build = (stack: string) => image(`of ${stack}`, [`${stack}/api:0123456789ab`]);

  it("takes the stack's old builds, not those of a stack whose name begins alike", () => {
    const images = [build("shop-prod"), build("shop-prod-two"), image("mine", ["shop-prod/api:mine"])];
    expect(ids(images)).toEqual([]);
    expect(ids(images, [], { thorough: true })).toEqual(["of shop-prod"]);
    expect(ids(images, [], { thorough: true, state: new Set(["of shop-prod"]) })).toEqual([]);
  });

  it("takes what lost its name in the system's own repositories, and in no other", () => {
    const images = [image("a", [], [`shop-api@${digest("x")}`]), image("b", [], [`other@${digest("x")}`])];
    expect(ids(images)).toEqual([]);
    expect(ids(images, [], { thorough: true })).toEqual(["a"]);
  });

  it("takes layers that lie on what this project has built, and no others", () => {
    const base = { ...image("base", ["trireme.local/node:22"]), layers: ["1", "2"] };
    const layer = (id: string, layers: readonly string[]) => ({ ...image(id, []), layers });
    const images = [base, layer("ours", ["1", "2", "3"]), layer("theirs", ["1", "4"]), layer("below", ["1"])];
    expect(ids(images)).toEqual([]);
    expect(ids(images, [], { thorough: true })).toEqual(["ours"]);
  });
});

/** What happens on an engine, one after the other. */
type Event =
  | { readonly do: "release"; readonly tag: number; readonly ok: boolean; readonly pinned: boolean }
  | { readonly do: "neighbour"; readonly tag: number }
  | { readonly do: "name"; readonly tag: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("release" as const),
      tag: fc.nat(9),
      ok: fc.boolean(),
      pinned: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant("neighbour" as const), tag: fc.nat(9) }),
  fc.record({ do: fc.constant("name" as const), tag: fc.nat(9) }),
);

/** The shop at a release. */
function at(tag: string): System {
  const moved = <T extends { readonly image: Image }>(part: T): T => ({
    ...part,
    image: { ...part.image, reference: part.image.reference.replace(/v1$/, tag) },
  });
  return { ...shop, services: shop.services.map(moved), jobs: shop.jobs.map(moved) };
}

/** An engine with this stack, and another one of another system that keeps all it ever ran. */
class Machine {
  readonly images = new Map<string, HeldImage>();
  readonly history: PastUpdate[] = [];
  running: { readonly tag: string; readonly pins: Readonly<Record<string, string>> } | undefined;
  readonly strange = new Set<string>();
  uses: readonly Use[] = [];

  constructor(private readonly keep: number) {}

  private pull(repository: string, tag: string, tagged: boolean): string {
    const id = `${repository} ${tag}`;
    const known = this.images.get(id) ?? image(id, [], [`${repository}@${digest(id)}`]);
    const tags = tagged ? [...new Set([...known.tags, `${repository}:${tag}`])] : known.tags;
    this.images.set(id, { ...known, tags });
    return id;
  }

  private run(own: boolean, made: readonly string[]): void {
    this.uses = [
      ...this.uses.filter((use) => use.own !== own),
      ...made.map((id) => ({ image: id, reference: id, own })),
    ];
  }

  happen(one: Event): void {
    if (one.do === "neighbour") {
      const id = this.pull("ghcr.io/others/forum", `v${one.tag}`, true);
      this.strange.add(id);
      this.run(false, [id]);
    } else if (one.do === "name") {
      const id = `${repositories[0]} v${one.tag}`;
      const found = this.images.get(id);
      if (found === undefined) return;
      this.images.set(id, { ...found, tags: [...found.tags, "mine:today"] });
      this.strange.add(id);
    } else this.release(`v${one.tag}`, one.ok, one.pinned);
  }

  private release(tag: string, ok: boolean, byDigest: boolean): void {
    const ids = repositories.map((repository) => this.pull(repository, tag, !byDigest));
    const pins = byDigest
      ? Object.fromEntries(repositories.map((one, index) => [`${one}:${tag}`, digest(ids[index] ?? "")]))
      : {};
    this.history.unshift({
      kind: "update",
      result: ok ? "succeeded" : "failed",
      startTime: String(this.history.length),
      config: { "trireme:imageTag": { value: tag }, "trireme:digests": { objectValue: pins } },
    });
    if (!ok) return;
    this.running = { tag, pins };
    this.run(true, ids);
    const now = recordOf({ system: at(tag), tag, pins, pulled: true, keep: this.keep }, this.history);
    const { removed } = chooseImages([...this.images.values()], this.uses, now, wish);
    for (const {
      image: { id },
    } of removed)
      this.images.delete(id);
  }

  /** Tags of the releases before the running one that came up, the latest first. */
  good(present: string): readonly string[] {
    const tags = this.history.filter(({ result }) => result === "succeeded");
    const names = tags.map(({ config }) => String(config?.["trireme:imageTag"]?.value));
    return [...new Set(names)].filter((tag) => tag !== present).slice(0, this.keep);
  }
}

describe("a machine", () => {
  it("on which anything happens keeps what runs, the last releases and what others have, and does not fill up", () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (events, keep) => {
          const machine = new Machine(keep);
          for (const one of events) {
            machine.happen(one);
            for (const { image: id } of machine.uses) expect(machine.images.has(id)).toBe(true);
            for (const id of machine.strange) expect(machine.images.has(id)).toBe(true);
            const { running } = machine;
            if (running === undefined || one.do !== "release" || !one.ok) continue;
            const kept = [running.tag, ...machine.good(running.tag)];
            for (const tag of kept)
              for (const repository of repositories)
                expect(machine.images.has(`${repository} ${tag}`)).toBe(true);
            const own = [...machine.images.keys()].filter((id) => !machine.strange.has(id));
            expect(own.length).toBeLessThanOrEqual((keep + 1) * repositories.length);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
