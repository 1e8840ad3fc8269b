import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tellShortfalls } from "../../../../cli/preflight/brief";
import type { Progress } from "../../../../setup/progress";

/** A `docker` that writes down what it is asked and answers as an engine does that has nothing yet. */
const client = (log: string, info: string) => `#!/bin/sh
echo "$1 $2" >> "${log}"
case "$1 $2" in
  "info --format") ${info} ;;
  "network ls") echo one ;;
  "network inspect") echo '[{"Name":"bridge","IPAM":{"Config":[{"Subnet":"172.17.0.0/16"}]}}]' ;;
  "image inspect") exit 1 ;;
esac
`;

const small = JSON.stringify({
  ServerVersion: "29.1.2",
  NCPU: 64,
  MemTotal: 512e9,
  Name: "elsewhere",
  DockerRootDir: "/var/lib/docker",
  DefaultAddressPools: [{ Base: "10.201.0.0/22", Size: 24 }],
});

let folder = "";
const log = () => join(folder, "log");
const asked = () => readFileSync(log(), "utf8").split("\n");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-brief-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function told(info: string): Promise<readonly string[]> {
  writeFileSync(join(folder, "docker"), client(log(), info), { mode: 0o755 });
  const notes: string[] = [];
  const progress: Progress = { note: (text) => notes.push(text), step: () => Promise.reject(new Error()) };
  await tellShortfalls("dev", { PATH: `${folder}:/usr/bin:/bin` }, progress);
  return notes;
}

describe("before a deployment", () => {
  it("the engine is asked once what it is, for memory, disk and networks together", async () => {
    const notes = await told(`echo '${small.replace("10.201.0.0/22", "10.201.0.0/16")}'`);
    expect(asked().filter((line) => line.startsWith("info"))).toEqual(["info --format"]);
    expect(notes).toEqual([]);
  });

  it("an engine with too few addresses for the networks ends it", async () => {
    // Its pools are those of the same answer: four networks, and a stack in development asks for more.
    await expect(told(`echo '${small}'`)).rejects.toThrow(
      /^Stack dev is not deployed, for it would end half way: .* have room for 4\. .*"default-address-pools"/,
    );
  });

  it("an engine that does not say is told of once, and holds nothing up", async () => {
    const notes = await told("echo 'no such engine' >&2; exit 1");
    expect(asked().filter((line) => line !== "")).toEqual(["info --format"]);
    expect(notes).toEqual([expect.stringContaining("! The engine could not be checked: ")]);
  });
});
