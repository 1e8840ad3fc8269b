import { describe, expect, it } from "vitest";
import { isAbandoned, removalsOf } from "../../../../cli/stack/interrupted";

const nobody = 2 ** 22 + 1;

describe("the lock of a stack", () => {
  it("is abandoned when its process of this machine has ended", () => {
    expect(isAbandoned({ pid: nobody, hostname: "here" }, "here")).toBe(true);
  });

  it.each([
    ["runs", { pid: process.pid, hostname: "here" }],
    ["is on another machine", { pid: nobody, hostname: "there" }],
    ["is not named", { hostname: "here" }],
  ])("is kept while its process %s", (_why, lock) => {
    expect(isAbandoned(lock, "here")).toBe(false);
  });
});

describe("what an interrupted update made", () => {
  const operation = (type: string, resource: string, name?: string) => ({
    type,
    resource: { type: resource, inputs: { name } },
  });

  it("is removed by the names chosen for it: containers before the networks they are on", () => {
    expect(
      removalsOf([
        operation("creating", "docker:index/network:Network", "shop-db-1a2b3c4"),
        operation("creating", "docker:index/container:Container", "shop-web-5d6e7f8"),
      ]),
    ).toEqual([
      ["rm", "--force", "shop-web-5d6e7f8"],
      ["network", "rm", "shop-db-1a2b3c4"],
    ]);
  });

  it("never includes a volume, nor what was being updated or deleted, nor what has no name yet", () => {
    expect(
      removalsOf([
        operation("creating", "docker:index/volume:Volume", "shop-db"),
        operation("updating", "docker:index/container:Container", "shop-web"),
        operation("deleting", "docker:index/container:Container", "shop-web"),
        operation("creating", "docker:index/container:Container"),
      ]),
    ).toEqual([]);
  });
});
