import { describe, expect, it } from "vitest";
import { previewArguments } from "../../toolchain/preview-arguments";

describe("a preview", () => {
  it("asks the policies and prints a table, unless it is told otherwise", () => {
    expect(previewArguments([])).toEqual({ markdown: undefined, policies: true, plain: false, rest: [] });
    expect(previewArguments(["--no-policies"])).toMatchObject({ policies: false, rest: [] });
  });

  it.each([
    [["--markdown"], {}],
    [["--markdown", "out.md"], { file: "out.md" }],
    [["--markdown=out.md"], { file: "out.md" }],
    [["--markdown", "--refresh=false"], {}],
  ])("writes a comment where %j says", (args, markdown) => {
    expect(previewArguments(args).markdown).toEqual(markdown);
  });

  it("hands the CLI's own options on", () => {
    expect(previewArguments(["--target", "urn", "--markdown=x", "--refresh=false"]).rest).toEqual([
      "--target",
      "urn",
      "--refresh=false",
    ]);
  });

  it.each(["--diff", "--json", "-j", "--save-plan=plan.json"])(
    "leaves the words to the CLI with %s",
    (option) => {
      expect(previewArguments([option])).toMatchObject({ plain: true, rest: [option] });
    },
  );

  it("refuses to write a comment that the CLI would print", () => {
    expect(() => previewArguments(["--markdown", "x.md", "--diff"])).toThrow(
      "--markdown and --diff do not go together",
    );
  });

  it("refuses a file without a name", () => {
    expect(() => previewArguments(["--markdown="])).toThrow("--markdown= needs the name of a file");
  });
});
