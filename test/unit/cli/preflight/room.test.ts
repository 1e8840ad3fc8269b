import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRoom, newImages } from "../../../../cli/preflight/room";

const api = "ghcr.io/your-org/shop-api";
const digest = `sha256:${"a".repeat(64)}`;
const held = (tags: readonly string[], size: number, digests: readonly string[] = []) => ({
  ...{ id: tags.join(), tags, digests },
  size,
  layers: [],
});

describe("the images of a release", () => {
  it("that the engine does not have are measured by those before them", () => {
    const images = [held([`${api}:v1`], 2e8), held([`${api}:v0`], 3e8), held(["postgres:16"], 9e9)];
    expect(newImages([`${api}:v2`, `${api}:v1`, `${api}:v2`], {}, images)).toEqual({ count: 1, bytes: 3e8 });
    expect(newImages([`${api}:v1`], {}, images)).toEqual({ count: 0 });
    expect(newImages(["ghcr.io/your-org/shop-web:v2"], {}, images)).toEqual({ count: 1 });
  });

  it("are looked for by their digests where they have some, and by the engine's own names", () => {
    const images = [held([], 1e8, [`${api}@${digest}`]), held(["app/web:v1"], 1e8)];
    expect(newImages([`${api}:v1`], { [`${api}:v1`]: digest }, images)).toEqual({ count: 0 });
    expect(newImages([`${api}:v1`], {}, images)).toEqual({ count: 1, bytes: 1e8 });
    expect(newImages(["docker.io/app/web:v1"], {}, images)).toEqual({ count: 0 });
  });
});

describe("the room where an engine keeps its data", () => {
  const reason = (total: number, free: number, bytes?: number) =>
    checkRoom("prod", { total, free }, { count: bytes === undefined ? 0 : 2, bytes }).reason;

  it("is told with figures", () => {
    expect(checkRoom("prod", { total: 40e9, free: 6e9 }, { count: 2, bytes: 3e9 })).toEqual({
      claim:
        "6.0 GB of 40.0 GB are free where the engine keeps its data; 2 new images take up to 3.0 GB, as those before them do",
      reason:
        "it would be nearly full after them. Remove what the stack no longer needs: npx trireme prune prod; see what takes the rest: docker system df",
    });
  });

  it("is little below a tenth, and below 10 GB of a large disk", () => {
    expect(reason(40e9, 4e9)).toBeUndefined();
    expect(reason(40e9, 3.9e9)).toMatch(/^it is nearly full/);
    expect(reason(2e12, 10e9)).toBeUndefined();
    expect(reason(2e12, 9e9)).toMatch(/^it is nearly full/);
  });

  it("is never enough where images would take what is free, whatever the disk", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e13 }),
        fc.double({ min: 0, max: 1 }),
        fc.nat(1e12),
        (total, share, more) => {
          const free = Math.floor(total * share);
          expect(reason(total, free, free + more + 1)).toBeDefined();
        },
      ),
    );
  });
});
