import { expect, it } from "vitest";
import { planJson, planReport } from "../../../../cli/prune/plan";

const image = (id: string, size: number) => ({ id, tags: [], digests: [], size, layers: [] });

it("a plan says what goes, why, and what is left to others", () => {
  const leftover = {
    ...{
      id: "1",
      name: "shop-prod-api-0a1b2c3",
      system: "shop",
      stack: "prod",
      component: "api",
      role: "service",
    },
    ...{ running: false, networks: [], volumes: [] },
  };
  expect(
    planReport("prod", {
      removed: [
        { image: image("a", 2e8), why: "release v1", by: ["shop-api:v1"] },
        { image: image("b", 1e8), why: "release v2", by: [`shop-api@sha256:${"b".repeat(64)}`] },
      ],
      shared: [{ image: image("c", 1e9), why: "release v1", by: ["shop-web:v1"] }],
      leftovers: [leftover],
    }),
  ).toBe(
    `Images that stack prod needs no more (up to 0.3 GB; layers that other images share stay):
  shop-api:v1: release v1, 0.2 GB
  shop-api@sha256:bbbbbbbbbbbb: release v2, 0.1 GB
Stopped containers that an interrupted update left:
  shop-prod-api-0a1b2c3
Left alone (up to 1.0 GB): other containers of the engine run from the same repositories, and may need these for a rollback. To remove them too: npx trireme prune prod --shared
  shop-web:v1: release v1, 1.0 GB`,
  );
});

it("a plan is told to a program with ids, names, and sizes in bytes", () => {
  const chosen = { image: image("sha256:a", 2e8), why: "release v1", by: ["shop-api:v1"] };
  const told = { id: "sha256:a", names: ["shop-api:v1"], why: "release v1", size: 2e8 };
  expect(JSON.parse(planJson({ removed: [chosen], shared: [chosen], leftovers: [] }))).toEqual({
    images: [told],
    containers: [],
    shared: [told],
  });
});

it("a plan of nothing says so", () => {
  expect(planReport("prod", { removed: [], shared: [], leftovers: [] })).toBe(
    "Stack prod has nothing on its engine that it does not need.",
  );
});
