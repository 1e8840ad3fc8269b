import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  listCommand,
  ownContainers,
  parseListed,
  refuseOtherEngine,
  straysOf,
  writing,
  type Listed,
} from "../../../../cli/stack/own-containers";
import type { ExportedResource } from "../../../../cli/stack/rerun";

const owner = { system: "shop", stack: "prod" };

const inState = (id: string, replaced?: boolean): ExportedResource => ({
  urn: `urn:${id}`,
  type: "docker:index/container:Container",
  id,
  ...(replaced === undefined ? {} : { delete: replaced }),
});
const network = (name: string): ExportedResource => ({
  urn: `urn:${name}`,
  type: "docker:index/network:Network",
  id: `id-of-${name}`,
  outputs: { name },
});
const container = (id: string, more: Partial<Listed> = {}): Listed => ({
  ...owner,
  ...{ id, name: `name-${id}`, component: "db", role: "store", running: true, networks: [], volumes: [] },
  ...more,
});

/** Containers of two systems, each with stacks of the same names, from several checkouts, on one engine. */
const crowd = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[0-9a-f]{12}$/),
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    system: fc.constantFrom("shop", "forum", ""),
    stack: fc.constantFrom("prod", "dev", ""),
    component: fc.constantFrom("db", "cache", "api", "db-daily"),
    role: fc.constantFrom("store", "service", "job", "backup"),
    running: fc.boolean(),
    networks: fc.subarray(["shop-prod-data", "forum-prod-data", "bridge"]),
    volumes: fc.subarray(["shop-prod-db", "forum-prod-db"]),
    checkout: fc.constantFrom("this", "other"),
  }),
  { selector: ({ id }) => id, maxLength: 20 },
);

describe("the containers of a stack", () => {
  it("are those of its state alone, whatever labels others on the engine carry", () => {
    fc.assert(
      fc.property(crowd, (all) => {
        const made = all.filter(
          ({ checkout, system, stack }) => checkout === "this" && system === "shop" && stack === "prod",
        );
        const resources = [network("shop-prod-data"), ...made.map(({ id }) => inState(id))];
        const ids = made.map(({ id }) => id).sort();
        const own = ownContainers(owner, resources, all);
        expect(own.map(({ id }) => id).sort()).toEqual(ids);
        const { attached, unknown } = straysOf(owner, resources, all);
        for (const stray of [...attached, ...unknown]) {
          expect(ids).not.toContain(stray.id);
          expect([stray.system, stray.stack]).toEqual(["shop", "prod"]);
        }
        const others = { attached: [], unknown };
        const services = made.filter(({ role }) => role !== "job");
        const stopped = writing(
          own.filter(({ role }) => role !== "job"),
          others,
          ["api", "db"],
        );
        expect(stopped.map(({ id }) => id).sort()).toEqual(
          services
            .filter(({ role, component, running }) => role === "service" && component !== "cache" && running)
            .filter(({ component }) => component !== "db-daily")
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["another system's", { system: "forum" }],
    ["another stack's", { stack: "dev" }],
  ])("are refused where the labels of one are %s", (_, labels) => {
    expect(() =>
      ownContainers(owner, [inState("a"), inState("b")], [container("a"), container("b", labels)]),
    ).toThrow(
      /names containers that are labelled as another stack's:\n {2}name-b: system .*Nothing was touched/s,
    );
  });

  it("are refused where the engine has none of them", () => {
    expect(() => refuseOtherEngine(owner, [inState("a"), inState("b")], [])).toThrow(
      /has none of the 2 containers in the state of stack prod\. Is it the engine/,
    );
    expect(() => refuseOtherEngine(owner, [], [])).not.toThrow();
  });

  it("are told from those that another has the place of", () => {
    const own = ownContainers(owner, [inState("a", true), inState("b")], [container("a"), container("b")]);
    expect(own.map(({ id, replaced }) => [id, replaced])).toEqual([
      ["a", true],
      ["b", false],
    ]);
  });
});

describe("those that write to a store", () => {
  const api = container("a", { component: "api", role: "service" });
  const none = { attached: [], unknown: [] };

  it("are stopped though another has their place", () => {
    expect(writing([{ ...api, replaced: true }], none, ["api"])).toHaveLength(1);
  });

  it("are not those of another checkout, whose networks are others", () => {
    const resources = [network("shop-prod-data")];
    const foreign = container("f", {
      component: "api",
      role: "service",
      networks: ["shop-prod-data-of-another"],
    });
    const strays = straysOf(owner, resources, [foreign]);
    expect(strays).toEqual({ attached: [], unknown: [foreign] });
    expect(writing([], strays, ["api"])).toEqual([]);
  });

  it("must all be in the state: one on the stack's network that is not ends it before anything is stopped", () => {
    const resources = [network("shop-prod-data"), inState("a")];
    const lost = container("l", { component: "api", role: "service", networks: ["shop-prod-data"] });
    const strays = straysOf(owner, resources, [api, lost]);
    expect(() => writing([{ ...api, replaced: false }], strays, ["api"])).toThrow(
      "name-l can write to the store and is not in the stack's state: an interrupted update left it. Remove first: docker rm --force name-l",
    );
  });

  it("must not be a job that runs", () => {
    const job = container("j", { component: "migrate", role: "job" });
    expect(() => writing([{ ...job, replaced: false }], none, ["migrate"])).toThrow(
      "Job migrate is running and writes to the store",
    );
    expect(writing([{ ...job, replaced: false, running: false }], none, ["migrate"])).toEqual([]);
  });
});

it("reads what the engine lists", () => {
  expect(listCommand).toContain("--all");
  expect(parseListed("abc\tshop-prod-db\tshop\tprod\tdb\tstore\trunning\ta,b\tshop-prod-db-data\n")).toEqual([
    {
      ...{ id: "abc", name: "shop-prod-db", system: "shop", stack: "prod", component: "db", role: "store" },
      ...{ running: true, networks: ["a", "b"], volumes: ["shop-prod-db-data"] },
    },
  ]);
  expect(parseListed("abc\tx\t\t\t\t\texited\t\t\n")[0]).toMatchObject({ running: false, networks: [] });
});
