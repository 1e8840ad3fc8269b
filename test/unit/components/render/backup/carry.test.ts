import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackupMachine, type Ended } from "../../../../support/backup-machine";

const start = Date.UTC(2026, 0, 5) / 1000;
/** Of an engine whose backups share a file. */
const sharing = `engine_shared() { echo .pool/ab/abc; }`;

let here: BackupMachine;
let there: BackupMachine;

function machines(engine = ""): void {
  [here, there] = [
    new BackupMachine({ keep: { count: 3 } }, engine),
    new BackupMachine({ keep: { count: 3 } }, engine),
  ];
  here.set(start, 1000);
  there.set(start, 1000);
}

/** What a pipe from one machine to the other came to, by the one that takes. */
function carry(name: string, through = "cat"): Ended {
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", `${here.line("carry_out", name)} | ${through} | ${there.line("carry_in", name)}`],
    { encoding: "utf8" },
  );
  return { code: status, out: stdout + stderr };
}

beforeEach(() => machines());
afterEach(() => {
  here.remove();
  there.remove();
});

describe("a backup that is carried", () => {
  it("arrives as it was taken, beside those that were taken there, and is let go when it is restored", () => {
    here.take("ours");
    there.set(start + 60, 1060);
    there.take("theirs");
    const [name = ""] = here.names();
    expect(carry(name)).toEqual({ code: 0, out: "" });
    expect(readFileSync(there.at("fetched", name, "content"), "utf8")).toBe("ours");
    expect(there.run("check", name).code).toBe(0);
    expect(there.contents()).toEqual(["theirs"]);
    expect(there.run("list").out).toMatch(new RegExp(`^${name}\t\\S+fetched\tok\t`, "m"));
    expect(there.run("let_go", name).code).toBe(0);
    expect(readdirSync(there.at("fetched"))).toEqual([]);
  });

  it("needs no disk of its own where there is none: it lies beside the backups, and counts as none of them", () => {
    rmSync(there.at("fetched"), { recursive: true });
    here.take("ours");
    const [name = ""] = here.names();
    expect(carry(name)).toEqual({ code: 0, out: "" });
    expect(there.names()).toEqual([]);
    expect(there.run("check", name).code).toBe(0);
    expect(there.run("list").out).toMatch(new RegExp(`^${name}\t/fetched\tok\t`));
  });

  it.each(["left out", "wrong"])("does not arrive with a file that is %s", (what) => {
    here.take("ours");
    const [name = ""] = here.names();
    const change = what === "wrong" ? "tr o 0" : "head -c 600";
    expect(carry(name, change).code).not.toBe(0);
    expect(readdirSync(there.at("fetched"))).toEqual([]);
  });

  it("may be of a version that gave no numbers", () => {
    const old = "20260101T020000Z";
    here.leave(old, "of before");
    expect(carry(old)).toEqual({ code: 0, out: "" });
    expect(there.run("list").out).toMatch(new RegExp(`^${old}\t\\S+fetched\tok\t`));
  });

  it("is not sent where it is damaged", () => {
    here.take("ours");
    const [name = ""] = here.names();
    writeFileSync(here.at("backup", name, "content"), "rotten");
    expect(here.run("carry_out", name).out).toContain(`the checksum of ${name} is wrong`);
  });

  it("does not pass for another one of the same name", () => {
    here.take("ours");
    there.take("theirs");
    const [name = ""] = here.names();
    expect(there.names()).toEqual([name]);
    expect(carry(name).out).toContain(`there is another backup of the name ${name} here`);
    expect(readdirSync(there.at("fetched"))).toEqual([]);
  });

  it("brings what it shares with others, and that goes with the last of them", () => {
    machines(sharing);
    for (const content of ["one", "two"]) here.take(content);
    mkdirSync(here.at("backup/.pool/ab"), { recursive: true });
    for (const file of ["abc", "of-none"]) writeFileSync(here.at("backup/.pool/ab", file), file);
    const [one = "", two = ""] = [...here.names()].sort();
    for (const name of [one, two]) expect(carry(name)).toEqual({ code: 0, out: "" });
    expect(readdirSync(there.at("fetched/.pool/ab"))).toEqual(["abc"]);
    there.run("let_go", one);
    expect(existsSync(there.at("fetched/.pool/ab/abc"))).toBe(true);
    there.run("let_go", two);
    expect(readdirSync(there.at("fetched"))).toEqual([]);
  });
});
