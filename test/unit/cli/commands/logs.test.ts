import { describe, expect, it } from "vitest";
import { chosen, printLogs } from "../../../../cli/commands/logs";
import type { Source } from "../../../../cli/operations/operations";

const source = (component: string, ...lines: readonly (readonly [at: string, text: string])[]): Source => ({
  component,
  role: "service",
  read: (_, onLine) => {
    for (const [at, text] of lines) onLine({ at, text });
    return Promise.resolve();
  },
});

async function printed(options: Partial<Parameters<typeof printLogs>[1]>): Promise<readonly string[]> {
  const lines: string[] = [];
  const sources = [
    source("api", ["2026-11-21T12:00:01Z", "first"], ["2026-11-21T12:00:03Z", "third\u001b[2J"]),
    source("worker", ["2026-11-21T12:00:02Z", "second"]),
  ];
  await printLogs(sources, { follow: false, tail: "all", timestamps: false, ...options }, (line) =>
    lines.push(line),
  );
  return lines;
}

describe("the logs of several containers", () => {
  it("are printed in the order in which they were written, and hold nothing that moves a cursor", async () => {
    expect(await printed({})).toEqual(["api    | first", "worker | second", "api    | third"]);
  });

  it("stand behind their moments where these are asked for", async () => {
    expect((await printed({ timestamps: true }))[1]).toBe("2026-11-21T12:00:02Z worker | second");
  });

  it("are printed as they come where they are followed", async () => {
    expect(await printed({ follow: true })).toEqual(["api    | first", "api    | third", "worker | second"]);
  });
});

describe("the containers of a stack", () => {
  const container = (component: string, role: string) => ({
    id: component,
    name: `shop-${component}`,
    component,
    role,
  });
  const containers = [
    container("backend", "service"),
    container("db", "store"),
    container("db", "files"),
    container("proxy", "reload"),
  ];

  it("are shown without those that only hold files or reload", () => {
    expect(chosen(containers, []).map(({ role }) => role)).toEqual(["service", "store"]);
  });

  it("are chosen by the components asked for", () => {
    expect(chosen(containers, ["db"]).map(({ role }) => role)).toEqual(["store"]);
  });

  it("are listed when a component is asked for that is not there", () => {
    expect(() => chosen(containers, ["cache"])).toThrow(
      "The stack has no component cache; it has backend, db, proxy.",
    );
  });
});
