import { describe, expect, it } from "vitest";
import { currentStreams, GroupReader } from "../../../../cli/operations/aws-logs";
import type { LogOptions } from "../../../../cli/operations/operations";
import type { LogPiece } from "../../../../components/aws/runtime/operator";
import { operatingWith } from "../../../support/aws-client";

const running = new Set(["b1", "b2"]);

describe("the streams that count as what runs", () => {
  it("are those of running tasks, each container of them, and not of Service Connect", () => {
    const streams = ["web/web/b1", "connect/web/b1", "files/files/b2", "web/web/a1"];
    expect(currentStreams(streams, running)).toEqual(["web/web/b1", "files/files/b2"]);
  });

  it("are those of the last task where none runs", () => {
    expect(currentStreams(["dump/dump/a2", "send/send/a2", "dump/dump/a1"], running)).toEqual([
      "dump/dump/a2",
      "send/send/a2",
    ]);
  });

  it("are all that a service of AWS writes", () => {
    expect(currentStreams(["hub-db-0", "hub-db-1"], running)).toEqual(["hub-db-0", "hub-db-1"]);
    expect(currentStreams([], running)).toEqual([]);
  });
});

const line = (second: number, text: string) => ({ at: `2026-11-21T12:00:0${second}.000Z`, text });

/** Reads a group of two streams, the older of them of a task that has ended. */
async function read(options: Partial<LogOptions>, until = Infinity) {
  const lines: string[] = [];
  const asked: string[] = [];
  // What is written after the first look, by the round.
  const later: LogPiece[] = [
    { lines: [], next: "end" },
    { lines: [line(5, "five")], next: "end 2" },
    { lines: [], next: "end 2" },
  ];
  let pauses = 0;
  const stop = new Error("enough");
  const operating = {
    ...operatingWith({
      streams: () => Promise.resolve(["web/web/b1", "web/web/a1", ...(pauses >= 5 ? ["web/web/b2"] : [])]),
      tail: (_, stream, count) => {
        asked.push(`tail ${stream} ${count}`);
        return Promise.resolve({ lines: [line(1, "one"), line(2, "two")], next: "end" });
      },
      piece: (_, stream, { next, since }) => {
        asked.push(`${stream} ${next ?? "first"}${since === undefined ? "" : ` ${since.toISOString()}`}`);
        if (stream === "web/web/b2")
          return Promise.resolve({ lines: next === undefined ? [line(9, "new")] : [], next: "n" });
        if (next === undefined) return Promise.resolve({ lines: [line(1, `${stream} begins`)], next: "end" });
        return Promise.resolve(later.shift() ?? { lines: [], next });
      },
    }),
    pause: () => {
      pauses += 1;
      return pauses > until ? Promise.reject(stop) : Promise.resolve();
    },
  };
  const reader = new GroupReader(operating, ["/hub/web"], () => Promise.resolve(running));
  await reader
    .read({ follow: false, tail: "all", ...options }, ({ text }) => lines.push(text))
    .catch((error: unknown) => {
      if (error !== stop) throw error;
    });
  return { lines, asked };
}

describe("the log of a component on AWS", () => {
  it("is read to its end, of the tasks that run", async () => {
    const { lines, asked } = await read({});
    expect(lines).toEqual(["web/web/b1 begins"]);
    expect(asked).toEqual(["web/web/b1 first", "web/web/b1 end"]);
  });

  it("is read from a moment on, of ended tasks too", async () => {
    const { asked } = await read({ since: new Date("2026-11-21T11:00:00Z") });
    expect(asked).toContain("web/web/b1 first 2026-11-21T11:00:00.000Z");
    expect(asked).toContain("web/web/a1 first 2026-11-21T11:00:00.000Z");
  });

  it("ends with the lines that were asked for, those of them from a moment on", async () => {
    const { lines, asked } = await read({ tail: "2" });
    expect(asked).toEqual(["tail web/web/b1 2"]);
    expect(lines).toEqual(["one", "two"]);
    const since = new Date("2026-11-21T12:00:02Z");
    expect((await read({ tail: "2", since })).lines).toEqual(["two", "two"]);
  });

  it("is followed, each line once, and that of a new instance from its first line on", async () => {
    const { lines } = await read({ follow: true, tail: "2" }, 6);
    expect(lines).toEqual(["one", "two", "five", "new"]);
  });
});
