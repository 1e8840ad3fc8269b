import { describe, expect, it } from "vitest";
import { previewArguments } from "../../../../cli/preview/arguments";

const plain = { markdown: undefined, policies: true };

describe("a preview", () => {
  it("asks the policies and prints a table, unless it is told otherwise", () => {
    expect(previewArguments(plain, [])).toEqual({
      markdown: undefined,
      policies: true,
      plain: false,
      rest: [],
    });
    expect(previewArguments({ ...plain, policies: false }, [])).toMatchObject({ policies: false, rest: [] });
  });

  it.each([
    [true, {}],
    ["-", {}],
    ["out.md", { file: "out.md" }],
  ] as const)("writes a comment where --markdown %j says", (markdown, expected) => {
    expect(previewArguments({ ...plain, markdown }, []).markdown).toEqual(expected);
  });

  it.each(["--diff", "--json", "-j", "--save-plan=plan.json"])(
    "leaves the words to the CLI with %s",
    (option) => {
      expect(previewArguments(plain, [option])).toMatchObject({ plain: true, rest: [option] });
    },
  );

  it("refuses to write a comment that the CLI would print", () => {
    expect(() => previewArguments({ ...plain, markdown: "x.md" }, ["--diff"])).toThrow(
      "--markdown cannot be combined with --diff",
    );
  });

  it("refuses a file without a name", () => {
    expect(() => previewArguments({ ...plain, markdown: "" }, [])).toThrow(
      "--markdown= needs the name of a file",
    );
  });
});
