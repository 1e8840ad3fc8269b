import { describe, expect, it } from "vitest";
import { choose, parseList, readableSize, renderList, type Listed } from "../../../../cli/backup/listing";

const manifest = JSON.stringify({
  time: "2026-01-02T02:00:00Z",
  size: 4_185_281,
  version: "16.2",
  rows: { "public.items": 500, "trireme.marker": 1 },
  base: { until: "2026-01-02T02:00:03Z" },
});
const lines = [
  `20260102T020000Z\t/backup\tok\t${manifest}`,
  "20260103T020000Z\t/backup\tthe checksum of 20260103T020000Z is wrong: dump: FAILED\t",
  `20260101T020000Z\tbucket\tok\t${manifest}`,
  "20260104T020000Z\t/backup\tok\tno json",
].join("\n");

describe("parseList", () => {
  it("reads names, places, manifests and what is wrong", () => {
    const listed = parseList("db-daily", lines);
    expect(listed[0]).toEqual({
      backup: "db-daily",
      name: "20260102T020000Z",
      where: "volume",
      time: "2026-01-02T02:00:00Z",
      size: 4_185_281,
      version: "16.2",
      rows: 501,
      base: "2026-01-02T02:00:03Z",
    });
    expect(listed[1]).toMatchObject({ fault: expect.stringContaining("is wrong") as string });
    expect(listed[2]).toMatchObject({ where: "bucket" });
    expect(listed[3]).toMatchObject({ fault: "its manifest is not JSON" });
  });
});

describe("choose", () => {
  const listed = parseList("db-daily", lines);
  it("takes the newest sound one for latest", () => {
    expect(choose(listed, "latest").name).toBe("20260102T020000Z");
  });
  it("goes by the number for latest, not by what a clock said, and takes a name without its number", () => {
    const names = ["20270101T020000Z.00000003", "20260102T020000Z-manual.00000004", "20280101T020000Z"];
    const several = names.map((name): Listed => ({ backup: "a", name, where: "volume" }));
    expect(choose(several, "latest").name).toBe("20260102T020000Z-manual.00000004");
    expect(choose(several, "20270101T020000Z").name).toBe("20270101T020000Z.00000003");
  });
  it("prefers what is near", () => {
    const twice: readonly Listed[] = [
      { backup: "a", name: "1", where: "bucket" },
      { backup: "a", name: "1", where: "volume" },
    ];
    expect(choose(twice, "1").where).toBe("volume");
  });
  it("names what there is where nothing is meant, and asks where several are", () => {
    expect(() => choose(listed, "nothing")).toThrow(/20260102T020000Z/);
    expect(() => choose([...listed, ...parseList("redis-daily", lines)], "latest")).toThrow(/--backup/);
  });
});

it("renders a table with what is wrong", () => {
  const table = renderList(parseList("db-daily", lines));
  expect(table).toContain("4.2 MB");
  expect(table).toContain("✗ the checksum of 20260103T020000Z is wrong");
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [2e12, "2.0 TB"],
])("writes %i bytes as %s", (size, text) => expect(readableSize(size)).toBe(text));
