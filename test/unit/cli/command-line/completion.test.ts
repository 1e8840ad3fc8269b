import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completionScript } from "../../../../cli/command-line/completion";
import { commandTable } from "../../../../cli/command-line/table";
import { which } from "../../../../setup/processes";

let checkout = "";
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), "trireme-completion-"));
  mkdirSync(join(checkout, "cli"));
  mkdirSync(join(checkout, "docs"));
  writeFileSync(join(checkout, "cli", "bootstrap.mjs"), "");
  for (const stack of ["dev", "prod", "shop-aws"]) writeFileSync(join(checkout, `Pulumi.${stack}.yaml`), "");
  writeFileSync(join(checkout, "Pulumi.yaml"), "");
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

/** What bash offers for the last of these words, which it has split as it splits them. */
function offered(words: readonly string[], folder = "docs"): readonly string[] {
  const script = `source <(cat)
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    $(complete -p "$1" | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["--norc", "-c", script, "bash", ...words], {
    cwd: join(checkout, folder),
    input: completionScript("bash"),
    encoding: "utf8",
  });
  return out.split("\n").filter((line) => line !== "");
}

describe("bash completes", () => {
  it("commands", () => {
    expect(offered(["trireme", ""])).toEqual(
      expect.arrayContaining([...commandTable.map(({ name }) => name), "help", "--help"]),
    );
    expect(offered(["trireme", "ro"])).toEqual(["rollback", "rotate"]);
    expect(offered(["npx", "trireme", "ver"])).toEqual(["verify"]);
    expect(offered(["trireme", "help", "ver"])).toEqual(["verify"]);
  });

  it("names of stacks, as the checkout has them, from any folder below it", () => {
    for (const folder of ["", "docs"])
      expect(offered(["trireme", "up", ""], folder)).toEqual(["dev", "prod", "shop-aws"]);
    expect(offered(["npx", "trireme", "logs", "p"])).toEqual(["prod"]);
    expect(offered(["trireme", "up", "--yes", "--stack", "s"])).toEqual(["shop-aws"]);
    expect(offered(["trireme", "up", "--stack", "=", "s"])).toEqual(["shop-aws"]);
    expect(offered(["trireme", "up", "--stack", "="])).toEqual(["dev", "prod", "shop-aws"]);
    expect(offered(["trireme", "up", ""], "..")).toEqual([]);
  });

  it("options of the command, its own and the CLI's", () => {
    expect(offered(["trireme", "up", "prod", "--re"])).toEqual(["--rerun", "--replace", "--refresh"]);
    expect(offered(["trireme", "rotate", "prod", "db", "--"])).toEqual([
      "--retire",
      "--yes",
      "--stack",
      "--help",
    ]);
    expect(offered(["trireme", "engine", "--"])).toEqual(["--help"]);
  });

  it("what an argument may be, and no stack where the command has none", () => {
    expect(offered(["trireme", "engine", "st"])).toEqual(["start", "stop", "status"]);
    expect(offered(["trireme", "completion", ""])).toEqual(["bash", "zsh"]);
    expect(offered(["trireme", "env", ""])).toEqual([]);
    expect(offered(["trireme", "nonsense", ""])).toEqual([]);
  });

  it("nothing of other packages that npx runs", () => {
    expect(offered(["npx", "vitest", ""])).toEqual([]);
    expect(offered(["npx", "tri"])).toEqual([]);
  });
});

describe.skipIf(which("zsh") === undefined)("zsh", () => {
  it("reads the script, and offers commands, options and stacks", () => {
    const file = join(checkout, "completion.zsh");
    writeFileSync(file, completionScript("zsh"));
    // In place of zsh's own, which need a terminal.
    const script = `compdef() { true }; compadd() { shift; print -l -- "$@" }; _default() { print default }
      source ${file}
      for line in "trireme up " "npx trireme engine s" "trireme env --" "npx vitest "; do
        words=("\${(@s: :)line}"); CURRENT=\${#words}; _trireme; print .
      done`;
    const out = execFileSync("zsh", ["-f", "-c", script], { cwd: join(checkout, "docs"), encoding: "utf8" });
    const answers = out.split(".\n").map((text) => text.trim().split("\n"));
    expect(answers).toEqual([
      ["dev", "prod", "shop-aws"],
      ["start", "stop", "status"],
      ["-h", "--help"],
      ["default"],
      [""],
    ]);
  });
});
