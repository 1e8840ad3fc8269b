import { describe, expect, it } from "vitest";
import { recordOf } from "../../../../cli/prune/record";
import { shop } from "../../../support/valid";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const update = (tag: string, digests?: Readonly<Record<string, string>>, result = "succeeded") => ({
  kind: "update",
  result,
  startTime: "1",
  config: {
    "trireme:imageTag": { value: tag },
    ...(digests === undefined ? {} : { "trireme:digests": { value: JSON.stringify(digests) } }),
  },
});
const api = "ghcr.io/your-org/shop-api";
const present = { system: shop, tag: "v1", pins: { [`${api}:v1`]: digest("a") }, pulled: true, keep: 1 };

describe("the record of a stack's releases", () => {
  it("keeps what runs, by tag and by digest, its engines, and so many releases before it", () => {
    const { kept, tried } = recordOf(present, [
      update("v1", present.pins),
      update("bad", { [`${api}:bad`]: digest("b") }, "failed"),
      update("v0", { [`${api}:v0`]: digest("c"), "postgres:16-bookworm": digest("d") }),
      update("old", { [`${api}:old`]: digest("e") }),
    ]);
    const among = [`${api}:v1`, `${api}@${digest("a")}`, "postgres:16-bookworm", `${api}@${digest("c")}`];
    expect(among.filter((name) => !kept.has(name))).toEqual([]);
    for (const name of [`${api}@${digest("b")}`, `${api}@${digest("e")}`]) expect(kept.has(name)).toBe(false);
    expect(tried.get(`${api}@${digest("b")}`)).toBe("bad");
    expect(tried.get(`${api}:old`)).toBe("old");
  });

  it("keeps the digest that a release came up with last, not one that its tag had before", () => {
    const { kept } = recordOf({ ...present, tag: "v2", pins: {} }, [
      update("v1", { [`${api}:v1`]: digest("b") }),
      update("v1", { [`${api}:v1`]: digest("c") }),
    ]);
    expect([kept.has(`${api}@${digest("b")}`), kept.has(`${api}@${digest("c")}`)]).toEqual([true, false]);
  });

  it("keeps an image of the engine alone by its id, and knows a release that is a digest", () => {
    const { kept, tried } = recordOf({ ...present, pins: { [`${api}:v1`]: `id:${digest("f")}` } }, [
      update(digest("9")),
    ]);
    expect(kept.has(digest("f"))).toBe(true);
    expect(tried.get(`${api}@${digest("9")}`)).toBe(digest("9"));
  });

  it("claims no repository where images are built", () => {
    expect(recordOf({ ...present, pulled: false }, [update("v0")]).tried.size).toBe(0);
  });
});
