import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { redisHash } from "../../../../components/render/credentials";
import { sentinelCredentials } from "../../../../components/render/sentinel-credentials";

let folder = "";
const servers = ["a:6379", "b:6379"];
const sentinels = ["a:26379", "b:26379"];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-sentinel-"));
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "credentials"));
  for (const name of ["current", "previous", "initial"])
    writeFileSync(join(folder, "credentials", name), name);
  for (const name of ["current", "previous"])
    writeFileSync(join(folder, "credentials", `${name}.sha256`), redisHash(name));
  // A server that takes the passwords in its file, and does what it is told about them.
  writeFileSync(
    join(folder, "bin", "redis-cli"),
    `#!/bin/sh
host=$3 port=$5
known=${folder}/$host.$port
hash=$(printf %s "$REDISCLI_AUTH" | sha256sum | cut -d ' ' -f 1)
open=
if grep -q "$hash" "$known"; then open=1; fi
while read -r command rest; do
  echo "$host:$port $REDISCLI_AUTH $command $rest" >> ${folder}/log
  if [ -z "$open" ]; then echo "WRONGPASS invalid username-password pair"; exit; fi
  case "$command $rest" in
    PING*) echo PONG ;;
    "ACL SETUSER"*) echo "$rest" > "$known"; echo OK ;;
    "CLIENT LIST"*) echo "id=7 addr=x age=100 user=default"; echo "id=8 addr=x age=1 user=default" ;;
    *) echo OK ;;
  esac
done
`,
  );
  chmodSync(join(folder, "bin", "redis-cli"), 0o755);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const knows = (member: string, ...passwords: readonly string[]): void => {
  writeFileSync(
    join(folder, member.replace(":", ".")),
    passwords.map((password) => `#${redisHash(password)}`).join(" "),
  );
};
const known = (member: string): string => readFileSync(join(folder, member.replace(":", ".")), "utf8");

function run(script: string) {
  const text = script
    .replaceAll("/run/credentials", join(folder, "credentials"))
    .replaceAll("/tmp/$each", `${folder}/$each`);
  const { PATH = "" } = process.env;
  const env = {
    PATH: `${join(folder, "bin")}:${PATH}`,
    SERVERS: servers.join(" "),
    SENTINELS: sentinels.join(" "),
    SET_NAME: "cache",
    ROTATED_SECONDS_AGO: "60",
  };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", text], { env, encoding: "utf8" });
  const log = (): readonly string[] => readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  return { code: status, said: stdout + stderr, log };
}

describe("the password of a set that Sentinels watch", () => {
  it("is known to each server and each Sentinel beside the one before, and only then used among them", () => {
    for (const member of [...servers, ...sentinels]) knows(member, "initial");
    const { code, said, log } = run(sentinelCredentials.apply);
    expect({ code, said }).toEqual({ code: 0, said: "a:6379 b:6379 have their new password.\n" });
    for (const member of [...servers, ...sentinels])
      expect(known(member)).toBe(
        `SETUSER default resetpass #${redisHash("current")} #${redisHash("previous")}\n`,
      );
    const told = log().map((line) => line.replace(/#\S+/g, "#"));
    const last = told.findLastIndex((line) => line.includes("ACL SETUSER"));
    const first = told.findIndex((line) => /masterauth|auth-pass/.test(line));
    expect(first).toBeGreaterThan(last);
    expect(told).toEqual(
      expect.arrayContaining([
        "a:6379 current CONFIG SET masterauth current",
        "b:26379 current SENTINEL SET cache auth-pass current",
        "b:26379 current SENTINEL CONFIG SET sentinel-pass current",
        "b:26379 current SENTINEL FLUSHCONFIG",
      ]),
    );
  });

  it("is brought into force again after a run that was interrupted between two of them", () => {
    knows("a:6379", "current", "previous");
    for (const member of ["b:6379", ...sentinels]) knows(member, "previous");
    expect(run(sentinelCredentials.apply).code).toBe(0);
  });

  it("changes nothing where one of them opens to none, or is away", () => {
    for (const member of [...servers, "a:26379"]) knows(member, "previous");
    knows("b:26379", "other");
    const { code, said, log } = run(sentinelCredentials.apply);
    expect(code).toBe(1);
    expect(said).toContain("None of the passwords that this deployment knows opens b:26379");
    expect(log().filter((line) => !line.trim().endsWith("PING"))).toEqual([]);
  });

  it("ends what was valid before, and the sessions that it opened", () => {
    for (const member of [...servers, ...sentinels]) knows(member, "current", "previous");
    const { code, said, log } = run(sentinelCredentials.retire);
    expect({ code, said }).toEqual({
      code: 0,
      said: "The old password of a:6379 b:6379 opens nothing any more.\n",
    });
    for (const member of [...servers, ...sentinels])
      expect(known(member)).toBe(`SETUSER default resetpass #${redisHash("current")}\n`);
    expect(log().filter((line) => line.includes("CLIENT KILL"))).toEqual([
      "a:6379 current CLIENT KILL ID 7",
      "b:6379 current CLIENT KILL ID 7",
    ]);
  });

  it("stays as it was where the new one does not open all of them", () => {
    for (const member of [...servers, "a:26379"]) knows(member, "current", "previous");
    knows("b:26379", "previous");
    const { code, said } = run(sentinelCredentials.retire);
    expect(code).toBe(1);
    expect(said).toContain("The current password does not open b:26379, so the one before stays");
    expect(known("a:6379")).toContain(redisHash("previous"));
  });
});
