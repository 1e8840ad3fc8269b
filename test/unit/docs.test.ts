import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { check, type Environment } from "../../components/model";
import { guestbook } from "../../examples/systems/guestbook";
import { configSchema, settingsSchema } from "../../stacks/config/schema";
import { commandTable } from "../../cli/command-line/table";
import { clonedFiles } from "../support/clone";
import { limitsOf } from "../support/limits";

const root = join(__dirname, "..", "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const tracked = clonedFiles();
const paths = new Set(tracked.flatMap((file) => [file, ...parents(file)]));
const pages = tracked.filter((file) => file.endsWith(".md"));

function parents(file: string): readonly string[] {
  const folder = dirname(file);
  return folder === "." ? [] : [folder, ...parents(folder)];
}

function withoutCode(text: string): string {
  return text.replace(/^ *```.*?^ *```/gms, "").replace(/`[^`\n]*`/g, "code");
}

function inlineCode(text: string): readonly string[] {
  // Of what a page says to write, the name stands alone before the block.
  const prose = text.replace(/^`[^`\n]+`:\n\n(?=```)/gm, "").replace(/^ *```.*?^ *```/gms, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The anchors that GitHub makes of a page's headings. */
function anchors(text: string): ReadonlySet<string> {
  const headings = [...text.replace(/^ *```.*?^ *```/gms, "").matchAll(/^#+ +(.+)$/gm)];
  return new Set(
    headings.map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

interface Link {
  readonly page: string;
  readonly target: string;
}

const links: readonly Link[] = pages.flatMap((page) =>
  [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

describe("links", () => {
  it("lead to files that a clone has", () => {
    const dead = links.filter(({ page, target }) => {
      const [file = ""] = target.split("#");
      return file !== "" && !paths.has(normalize(join(dirname(page), file)));
    });
    expect(dead).toEqual([]);
  });

  it("to a heading name one that the page has", () => {
    const dead = links.filter(({ page, target }) => {
      const [file = "", anchor] = target.split("#");
      if (anchor === undefined) return false;
      const to = file === "" ? page : normalize(join(dirname(page), file));
      return paths.has(to) && !anchors(read(to)).has(anchor);
    });
    expect(dead).toEqual([]);
  });
});

describe("commands", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };
  const commands = commandTable.map(({ name }) => name);

  it("of npm are scripts of package.json, and those of the toolchain are commands that it has", () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm (?:run (?:-s )?([a-z][a-z:-]*)|(start|test))\b/g)].map(
        ([, script, short]) => ({ page, script: script ?? short ?? "" }),
      ),
    );
    const unknown = named.filter(({ script }) => {
      const command = scripts[script];
      if (command === undefined) return true;
      const own = /^node cli\/bootstrap\.mjs ([a-z]+)$/.exec(command)?.[1];
      return own !== undefined && !commands.includes(own);
    });
    expect(named.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });
});

describe("paths in code", () => {
  it("are in the repository", () => {
    const named = pages.flatMap((page) =>
      inlineCode(read(page))
        .filter((code) =>
          /^(?:components|stacks|policies|cli|setup|lab|docs|test|examples|\.github|\.ci)\/[^\s]*$/.test(
            code,
          ),
        )
        .filter((code) => !/[<>*{}…]/.test(code))
        .map((code) => ({ page, path: code.replace(/\/$/, "") })),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ path }) => !paths.has(path))).toEqual([]);
  });
});

describe("the README's example", () => {
  it("is the file that the compiler checks", () => {
    const [, block] = /```ts\n(.*?)```/s.exec(read("README.md")) ?? [];
    expect(block).toBe(read("examples/systems/guestbook.ts"));
  });

  it("is a valid system", () => {
    const environment: Environment = {
      name: "development",
      domain: "localhost",
      repository: "registry.example.com/guestbook",
      tag: "v1",
      replicas: 2,
      ports: {},
    };
    expect(check(guestbook(environment), limitsOf("docker"))).toEqual([]);
  });
});

describe("the page on configuration", () => {
  const page = read("docs/configuration.md");

  it("has every key of the configuration and no other", () => {
    const documented = [...page.matchAll(/^\| `trireme:([A-Za-z]+)`/gm)].map(([, key]) => key);
    expect(documented.toSorted()).toEqual(Object.keys(configSchema.shape).toSorted());
  });

  it("has every key of the settings and no other", () => {
    const [, section = ""] = page.split("## `trireme:settings`");
    const [table = ""] = section.split("```");
    const documented = [...table.matchAll(/^\| `([A-Za-z]+)/gm)].map(([, key]) => key);
    expect([...new Set(documented)]).toEqual(Object.keys(settingsSchema.shape));
  });
});

describe("no file", () => {
  it("holds a folder of the machine that it was written on", () => {
    // In two parts, for this file is read as well.
    const folder = ["", "work", ""].join("/");
    const found = tracked.flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) => (line.includes(folder) ? [`${file}:${index + 1}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it("sends npm to another registry than the public one", () => {
    const archives = [...read("package-lock.json").matchAll(/https?:\/\/([^/"]+)\/[^"]*\.tgz/g)];
    expect(archives.filter(([, host]) => host !== "registry.npmjs.org")).toEqual([]);
    expect(tracked.filter((file) => file.endsWith(".npmrc"))).toEqual([]);
  });
});
