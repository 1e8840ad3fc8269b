import { describe, expect, it } from "vitest";
import { chosen, logRequest } from "../../../toolchain/commands/logs";

describe("what logs to show", () => {
  it.each([
    [[], { parts: [], follow: false, tail: "all" }],
    [["backend", "db"], { parts: ["backend", "db"], follow: false, tail: "all" }],
    [["-f", "--tail", "20"], { parts: [], follow: true, tail: "20" }],
  ])("%j asks for %j", (args, expected) => {
    expect(logRequest(args)).toEqual(expected);
  });

  it("refuses a tail that is no number, and an option that it does not know", () => {
    expect(() => logRequest(["--tail", "few"])).toThrow(
      '--tail takes a number of lines or "all", not "few".',
    );
    expect(() => logRequest(["--since", "1h"])).toThrow("logs [stack] [service…] [--follow] [--tail LINES]");
  });
});

describe("the containers of a stack", () => {
  const container = (part: string, role: string) => ({ id: part, name: `shop-${part}`, part, role });
  const containers = [
    container("backend", "service"),
    container("db", "store"),
    container("db", "files"),
    container("proxy", "reload"),
  ];

  it("are shown without those that only hold files or reload", () => {
    expect(chosen(containers, []).map(({ role }) => role)).toEqual(["service", "store"]);
  });

  it("are chosen by the parts asked for", () => {
    expect(chosen(containers, ["db"]).map(({ role }) => role)).toEqual(["store"]);
  });

  it("are listed when a part is asked for that is not there", () => {
    expect(() => chosen(containers, ["cache"])).toThrow(
      "The stack runs no cache; it runs backend, db, proxy.",
    );
  });
});
