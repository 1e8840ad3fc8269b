import { describe, expect, it } from "vitest";
import { checkStatus, parseStatus } from "../../../../cli/verify/backups";

const good = {
  newest: "20260102T020000Z",
  age: "60",
  expected: "86400",
  result: "1",
  drill: "1",
};
const reasons = (changes: Readonly<Record<string, string>>, drill = true): readonly (string | undefined)[] =>
  checkStatus("db-daily", new Map(Object.entries({ ...good, ...changes })), { drill, stack: "prod" }).map(
    ({ reason }) => reason,
  );

it("reads keys and values", () => {
  expect(parseStatus("age\t5\nreason\ta\tb\n\n").get("reason")).toBe("a\tb");
});

describe("a backup", () => {
  it("is fine when it is young and was tried out", () => expect(reasons({})).toEqual([undefined, undefined]));
  it("may be a little late", () => expect(reasons({ age: "86700" })[0]).toBeUndefined());
  it("is too old", () => expect(reasons({ age: "90000" })[0]).toMatch(/1500 minutes.*npx trireme backup/));
  it.each([
    ["a time that has not come yet", { age: "-31535997" }],
    ["one among the others that has", { early: "20270101T020000Z.00000003 " }],
  ])("is of %s", (_, status) =>
    expect(reasons(status)[0]).toMatch(/ is dated in the future, so the clock of its host is or was wrong/),
  );
  it("has an age that nobody knows", () => expect(reasons({ age: "null" })[0]).toBeDefined());
  it("is missing", () => expect(reasons({ newest: "" })).toHaveLength(1));
  it("failed lately", () =>
    expect(reasons({ result: "0", reason: "No space left" })[0]).toMatch(/No space left/));
  it("has none that a drill can try out", () =>
    expect(
      reasons({ drill: "0", drill_reason: "there is no backup yet by which a moment can be restored" })[1],
    ).toMatch(/Take one: npx trireme backup .*, and then: npx trireme drill/));
  it("was not restored", () =>
    expect(reasons({ drill: "0", drill_reason: "the checksum is wrong" })[1]).toMatch(
      /the checksum is wrong/,
    ));
  it("was not tried yet", () => expect(reasons({ drill: "" })[1]).toMatch(/npx trireme drill/));
});
