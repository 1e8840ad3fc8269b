import { describe, expect, it } from "vitest";
import { ownerOf } from "../../../../../components/aws/stores/volume.args";
import { identityOf, mountersOf, volume } from "../../../../../components/model";
import { environment, shop, systems } from "../../../../support/aws-stores";

describe("identityOf", () => {
  it.each([
    [1000, { uid: 1000, gid: 1000 }],
    ["1000:1001", { uid: 1000, gid: 1001 }],
    ["node", undefined],
    [undefined, undefined],
  ])("reads %s", (user, expected) => {
    expect(identityOf(user)).toEqual(expected);
  });
});

describe("the owner of a volume's files", () => {
  const simplr = systems.simplr(environment("production"));
  const storage = { name: "app-storage" };

  it("is the user of the workload that mounts it", () => {
    expect(mountersOf(simplr, storage).map(({ name }) => name)).toEqual(["app"]);
    expect(ownerOf(simplr, storage)).toEqual({ uid: 1000, gid: 1000 });
  });

  it("is the stack's user where workloads name none, and never root", () => {
    const system = shop({ stores: [volume("files")] });
    expect(ownerOf(system, { name: "files" }, 4711)).toEqual({ uid: 4711, gid: 4711 });
    expect(ownerOf(system, { name: "files" }).uid).toBeGreaterThan(0);
  });
});
