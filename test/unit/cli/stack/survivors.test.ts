import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { endSurvivors, marked, runMark } from "../../../../cli/stack/survivors";

describe.skipIf(!existsSync("/proc/self/environ"))("what a killed run left running", () => {
  const children: ChildProcess[] = [];

  async function start(mark: Readonly<Record<string, string>>): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], {
      env: { ...process.env, ...mark },
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(child);
    await once(child.stdout ?? child, "data");
    return child;
  }

  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  it("is found by its mark and ended; another stack's and another checkout's go on", async () => {
    const folder = `/nowhere/${process.pid}`;
    const ours = await start(runMark("prod", folder));
    const others = [
      await start(runMark("prod-2", folder)),
      await start(runMark("prod", `${folder}/copy`)),
      await start({}),
    ];
    expect(marked(runMark("prod", folder))).toEqual([ours.pid]);
    const ended = once(ours, "exit");
    expect(await endSurvivors(runMark("prod", folder))).toBe(1);
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(marked(runMark("prod", folder))).toEqual([]);
    expect(others.map(({ exitCode, signalCode }) => [exitCode, signalCode])).toEqual(
      others.map(() => [null, null]),
    );
  });

  it("is nothing after a run that ended well", async () => {
    expect(await endSurvivors(runMark("prod", `/nowhere/${process.pid}`))).toBe(0);
  });
});
