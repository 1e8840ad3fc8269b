import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AnyCommand, Call, Parameters } from "../../../cli/command-line/declaration";
import { parsed, program } from "../../../cli/command-line/parse";
import { allCommands } from "../../../cli/command-line/reference";
import { callsInCi, callsInDocs, callsInTests, type CommandCall } from "../../support/command-calls";
import { root } from "../../support/sources";

let all: readonly AnyCommand[] = [];
beforeAll(async () => {
  all = await allCommands();
}, 120_000);

let told = "";
beforeAll(() => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      told += String(text);
      return true;
    });
  return () => vi.restoreAllMocks();
});
afterEach(() => {
  told = "";
});

function of(name: string): AnyCommand {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no command ${name}.`);
  return found;
}

/** A call whose values are read by the keys of the declaration, whatever command it is. */
interface AnyCall extends Omit<Call<never, never>, "options" | "arguments"> {
  readonly options: Readonly<Record<string, unknown>>;
  readonly arguments: Readonly<Record<string, unknown>>;
}
const call = (line: string): AnyCall => {
  const [name = "", ...args] = line.split(" ");
  return parsed(of(name), args);
};

/** What a refused call tells. */
function refusal(line: string): string {
  told = "";
  try {
    call(line);
  } catch (error) {
    return told + (error as Error).message;
  }
  return "";
}

describe("every command", () => {
  it("is declared with a summary for one line, examples, and what it is for", () => {
    expect(all.length).toBeGreaterThan(25);
    for (const { name, summary, examples } of all) {
      expect(summary, name).toMatch(/^[A-Z].{10,61}$/);
      expect(summary, name).not.toMatch(/\.$/);
      expect(examples.length, name).toBeGreaterThan(0);
      for (const [words] of examples) expect(words.split(" ")[0]).toBe(name);
    }
  });

  it("accepts its own examples", () => {
    for (const { examples } of all) for (const [words] of examples) expect(() => call(words)).not.toThrow();
  });

  it("has a summary for each option and argument, and a term that commander understands", () => {
    for (const { name, options, arguments: given } of all) {
      const parameters: Parameters = { ...(options as Parameters), ...(given as Parameters) };
      for (const { term, summary } of Object.values(parameters)) {
        expect(`${name} ${term}`).toMatch(
          / (-[a-z], )?(--[a-z-]+( [<[][a-z]+[\]>])?|[<[][a-z]+(\.\.\.)?[\]>])$/,
        );
        expect(summary.length, `${name} ${term}`).toBeGreaterThan(5);
      }
    }
  });
});

/** What tests call through functions of their own; `s` is a stack. */
const wrapped = [
  "audit s",
  "backup s redis-daily",
  "drill s",
  "drill s redis-daily",
  "logs s db db-daily --tail 50",
  "restore s",
  "restore s --backup redis-daily --from latest --yes",
  "restore s --backup redis-daily --forget data_before_20260131t134509z",
  "restore s --backup redis-daily --forget ",
  "restore s --backup db-daily --from 20260131T020000Z.00000042 --to scratch",
  "restore s --forget syfthub_before_20260131t134509z",
  "restore s --at 2026-01-31T13:45:00.000Z --yes",
  "preview s",
  "preview s --diff",
  "preview s --json",
  "preview s --markdown out.md",
  "preview s --expect-no-changes",
  "up s --yes",
  "up s --yes --skip-preview --refresh",
  "release s v1 --yes",
  "release s v1 --unpinned --yes",
  "rollback s --yes",
  "rollback s v9 --yes",
  "destroy s --delete-data=s --yes --skip-preview",
  "destroy s --delete-data=other --yes",
  "drift s",
  "drift s --markdown drift.md",
  "up s --yes --skip-preview",
  "cluster start --nodes 1",
  "cluster stop",
  "cluster status",
  "cluster",
  "test kubernetes conformance",
  "test scanners aws",
];

describe("calls", () => {
  const accepted = (calls: readonly CommandCall[]) => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Readonly<Record<string, string>>;
    };
    const refused = calls.flatMap(({ place, name, args }) => {
      // Scripts of npm alone, such as format, and of applications.
      if (!all.some((one) => one.name === name))
        return scripts[name] === undefined && !["migrate", "worker"].includes(name)
          ? [`${place}: ${name}`]
          : [];
      // A mention of the command, without what it needs.
      if (args.length === 0) return [];
      const why = refusal([name, ...args].join(" "));
      return why === "" ? [] : [`${place}: ${name} ${args.join(" ")}: ${why}`];
    });
    expect(refused).toEqual([]);
  };

  it("in the documentation are accepted", () => {
    const calls = callsInDocs();
    expect(calls.length).toBeGreaterThan(80);
    accepted(calls);
  });

  it("in CI are accepted", () => {
    expect(callsInCi().length).toBeGreaterThan(3);
    accepted(callsInCi());
  });

  it("in tests are accepted, with every word that the Pulumi CLI is to get", () => {
    const calls = callsInTests();
    expect(calls.length).toBeGreaterThan(40);
    accepted(calls);
    for (const { name, args } of calls.filter((one) => ["up", "destroy"].includes(one.name))) {
      const { passed } = call([name, ...args].join(" "));
      const own = /^--(rerun|delete-data)/;
      const words = args
        .slice(1)
        .filter((word, index, rest) => !own.test(word) && rest[index - 1] !== "--rerun");
      expect(passed).toEqual(words);
    }
  });

  it.each(wrapped)("%s is accepted", (line) => expect(refusal(line)).toBe(""));
});

describe("the stack", () => {
  it.each([
    ["logs", "dev", { components: [] }],
    ["logs prod backend", "prod", { components: ["backend"] }],
    [
      "exec prod backend -- python --version",
      "prod",
      { component: "backend", words: ["python", "--version"] },
    ],
    ["exec prod backend", "prod", { component: "backend", words: [] }],
    ["logs -- prod backend", "prod", { components: ["backend"] }],
    ["logs --tail 5 backend", "dev", { components: ["backend"] }],
    ["logs -s prod backend", "prod", { components: ["backend"] }],
    ["logs --stack=prod backend", "prod", { components: ["backend"] }],
    ["logs --tail 5 -s=prod", "prod", { components: [] }],
    ["release --yes v2", "dev", { tag: "v2" }],
    ["rotate prod db", "prod", { name: "db" }],
    ["rotate -s prod db", "prod", { name: "db" }],
    ["up --diff", "dev", {}],
    ["up --diff --stack prod", "prod", {}],
  ])("of %s is %s", (line, stack, given) => {
    expect(call(line)).toMatchObject({ stack, arguments: given });
  });

  it("is named once", () => {
    expect(refusal("up dev -s prod")).toBe("The stack is named twice, dev and prod: name it once.");
  });
});

describe("what goes on to the Pulumi CLI", () => {
  const own = { up: ["--rerun", "--no-policies"], preview: ["--markdown", "--no-policies"] };

  it("is every word that is not Trireme's, in its order", () => {
    const word = fc.constantFrom(
      "--yes",
      "-y",
      "--diff",
      "-t",
      "urn:a::b",
      "--target=urn",
      "--json",
      "-yf",
      "-d",
      "a b",
      "0",
      "--x=",
      "-",
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(own)), fc.array(word, { maxLength: 8 }), (name, words) => {
        // A comment and the CLI's own output cannot be combined, which is not what is asked here.
        expect(parsed(of(name), ["prod", ...words]).passed).toEqual(words);
        const mixed = [...words, "--no-policies", "-s", "prod", "--last"];
        const { passed, options, stack } = parsed(of(name), ["--first", ...mixed]) as AnyCall;
        expect([stack, options.policies, passed]).toEqual(["prod", false, ["--first", ...words, "--last"]]);
      }),
      { numRuns: 200 },
    );
  });

  it("is all that follows --, unread", () => {
    expect(call("up prod --yes -- --rerun --help").passed).toEqual(["--yes", "--", "--rerun", "--help"]);
  });

  it.each([
    ["up prod --rerun proxy --yes --rerun migrate", { rerun: ["proxy", "migrate"] }, ["--yes"]],
    ["preview prod --markdown --refresh=false", { markdown: true }, ["--refresh=false"]],
    ["preview prod --markdown=x.md -t urn", { markdown: "x.md" }, ["-t", "urn"]],
    ["preview prod --markdown x.md", { markdown: "x.md" }, []],
    ["destroy prod --delete-data --yes", { deleteData: true }, ["--yes"]],
    ["destroy prod --delete-data=prod", { deleteData: "prod" }, []],
    ["destroy prod --delete-data=", { deleteData: "" }, []],
  ])("of %s leaves out what is Trireme's", (line, options, passed) => {
    expect(call(line)).toMatchObject({ options, passed });
  });
});

describe("values", () => {
  it("are those of the declaration", () => {
    expect(call("logs prod -fn 5").options).toMatchObject({ follow: true, tail: "5" });
    const since = new Date("2026-01-31T13:45:00Z");
    expect(call("logs --since 2026-01-31T13:45:00").options).toEqual({
      ...{ follow: false, since, tail: "all", timestamps: false },
    });
    expect(call("cluster start --nodes 3")).toMatchObject({
      arguments: { action: "start" },
      options: { nodes: 3 },
    });
    expect(call("engine").arguments).toEqual({ action: "status" });
    expect(call("up").options).toEqual({ rerun: [], policies: true });
    const at = (text: string) => (parsed(of("restore"), ["--at", text]) as AnyCall).options.at;
    expect(at("2026-01-31 13:45:00")).toEqual(new Date("2026-01-31T13:45:00Z"));
    expect(at("2026-01-31T13:45:00+02:00")).toEqual(new Date("2026-01-31T11:45:00Z"));
  });

  it.each([
    ["restore --form a", "error: unknown option '--form'\n(Did you mean --from?)\n"],
    ["restore --from a --at 2026-01-31", "'--from <name>' cannot be used with option '--at <moment>'"],
    ["restore --to scratch", "--to scratch needs --from"],
    ["restore --from a --to elsewhere", "Allowed choices are scratch."],
    ["restore --at yesterday", '"yesterday" is not a valid time'],
    ["restore --json --from a", "--json prints the list of backups"],
    ["restore prod more", "too many arguments"],
    ["release prod", "missing required argument 'tag'"],
    ["release prod v1 --engines --unpinned", "cannot be used with"],
    ["rollback prod v1 v2", "too many arguments"],
    ["logs --tail few", '--tail takes a number of lines or "all", not "few".'],
    ["logs --since", "error: option '--since <time>' argument missing"],
    ["logs --since soon", '"soon" is not a valid time'],
    ["logs --until 1h", "error: unknown option '--until'\n"],
    ["verify prod db", "too many arguments"],
    ["prune --dryrun", "(Did you mean --dry-run?)"],
    ["prune --json", "add --dry-run"],
    ["rotate prod db --retired", "(Did you mean --retire?)"],
    ["diagram --out=", "--out needs the name of a folder"],
    ["drift --json", "drift prints a table of its own"],
    ["preview --markdown=x.md --json", "--markdown cannot be combined with --json"],
    ["destroy --delete-data --target urn", "--delete-data removes a whole stack"],
    ["engine starts", "Allowed choices are start, stop, status."],
    ["cluster start --nodes 4", '--nodes takes 1 to 3, not "4".'],
    ["cluster stop --nodes 1", "--nodes is for cluster start, not stop."],
    ["cluster stop now", "cluster stop takes no arguments"],
    ["cluster load", "cluster load takes the images to load"],
    ["bench --aws --kubernetes", "cannot be used with"],
    ["env now", "too many arguments"],
    ["completion fish", "Allowed choices are bash, zsh."],
  ])("of %s are refused: %s", (line, why) => expect(refusal(line)).toContain(why));

  it("that are missing or wrong are refused with the usage", () => {
    expect(refusal("release prod --yess")).toContain(
      "(Did you mean --yes?)\nUsage: trireme release [options] [stack] <tag>\nMore: npx trireme release --help\n",
    );
  });
});

describe("help", () => {
  it("of a command has all that is declared", () => {
    expect(refusal("rotate --help")).toBe(`Usage: trireme rotate [options] [stack] [name]

Rotate a secret or password, and roll its consumers.

Arguments:
  stack               name of a stack, of a Pulumi.<stack>.yaml in the checkout
  name                the secret or store; with --retire all without it

Options:
  -s, --stack <name>  the stack, instead of the first argument
  --retire            end old passwords that an interrupted rotation left valid;
                      not on AWS
  -y, --yes           do it without asking; required where there is no terminal
                      to ask on
  -h, --help          display help for command

Examples:
  npx trireme rotate prod db                the password of the store db
  npx trireme rotate prod secret-key --yes  a generated secret, at once
  npx trireme rotate prod --retire          finish an interrupted rotation

Exit codes:
  0    done
  1    it failed, or the answer was no
  2    it was called wrongly: nothing was done
  130  interrupted (Ctrl-C); 143 by another signal
(outputHelp)`);
  });

  it("of all has each command under its heading, and the nearest of a name that is none", () => {
    const asked = (...words: readonly string[]) => {
      told = "";
      expect(() => program([], "1.2.3").parse(words, { from: "user" })).toThrow();
      return told;
    };
    const overview = asked("--help");
    for (const { name, summary, group } of all) {
      expect(overview).toContain(`\n${group}:\n`);
      expect(overview).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 40)}`, "m"));
    }
    expect(asked("verfy")).toContain("error: unknown command 'verfy'\n(Did you mean verify?)");
    expect(asked("--version")).toBe("1.2.3\n");
  });
});
