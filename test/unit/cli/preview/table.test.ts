import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../cli/preview/markdown";
import { reportOf } from "../../../../cli/preview/report";
import type { Report } from "../../../../cli/preview/rows";
import type { Digest, Events } from "../../../../cli/preview/steps";
import { renderTable } from "../../../../cli/preview/table";
import { withReason } from "../../../../cli/preview";
import { context, urn } from "./recordings";

const rendered = (report: Report): readonly string[] => [
  renderTable(report, { color: false }),
  renderMarkdown(report),
];
const told = (about: Report["about"], digest: Digest, events: Events): Report =>
  reportOf("prod", about, digest, events, { ...context, prefix: "app-prod" });

const volume = "docker:index/volume:Volume";
const anyStep = fc
  .record({
    op: fc.constantFrom("same", "create", "update", "delete", "replace"),
    name: fc.stringMatching(/^app-prod-[a-z]{1,8}$/),
  })
  .map(({ op, name }) => ({ op, urn: urn(volume, name) }));
const anyDigest = fc.record({
  steps: fc.array(anyStep, { maxLength: 5 }),
  same: fc.nat(90),
  error: fc.stringMatching(/^[a-z]{3,20}$/).map((word) => `error: it broke on ${word}`),
  packs: fc.subarray(["trireme"]),
  about: fc.constantFrom("preview" as const, "drift" as const),
  warned: fc.boolean(),
});

describe("a preview that failed", () => {
  it("says so, with the reason, and nothing that could be taken for a plan", () => {
    fc.assert(
      fc.property(anyDigest, ({ steps, same, error, packs, about, warned }) => {
        const diagnostics = [
          { severity: "error", message: error },
          { severity: "error", message: "error: preview failed" },
          ...(warned ? [{ severity: "warning", message: "a warning" }] : []),
        ];
        const verdicts = warned
          ? [{ pack: "trireme", policy: "p", level: "advisory", message: "an advice" }]
          : [];
        const report = told(
          about,
          { steps, diagnostics, changeSummary: { same } },
          { verdicts, packs, seconds: 3 },
        );
        for (const text of rendered(report)) {
          expect(text).toMatch(/Stack \S+: the (?:preview|comparison) FAILED; what .* is not known/);
          expect(text).toContain(error.replace("error: ", ""));
          expect(text).not.toMatch(/no changes|nothing|unchanged|Created|Policies|advice|a warning/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("because it deletes what is protected shows what that is, and finds nothing good to say", () => {
    const name = urn(volume, "app-prod-db-data", "trireme:docker:Platform", "trireme:docker:Store");
    const message = `resource "${name}" cannot be deleted\nbecause it is protected.`;
    const oldState = { urn: name, type: volume, inputs: {}, protect: true, retainOnDelete: true };
    const report = told(
      "preview",
      {
        steps: [{ op: "delete", urn: name, oldState }],
        diagnostics: [{ severity: "error", message, urn: name }],
        changeSummary: { same: 7 },
      },
      { verdicts: [], packs: ["trireme"], seconds: 3 },
    );
    for (const text of rendered(report)) {
      expect(text).toContain("the preview FAILED: it deletes what is protected; 1 at risk");
      expect(text).toContain("DATA AT RISK");
      expect(text).not.toMatch(/no violations|unchanged/);
    }
  });
});

describe("an end of the CLI", () => {
  const error = (message: string) => ({ severity: "error", message });
  const none = { verdicts: [], packs: [], seconds: undefined };

  it.each([
    ["with no word", []],
    ["with its last word alone", [error("error: preview failed")]],
    ["with a warning alone", [{ severity: "warning", message: "slow" }]],
  ])("that gave no reason (%s) is told by its exit code", (_, diagnostics) => {
    expect(withReason(255, diagnostics, none).at(-1)).toEqual(
      error("the CLI ended with exit code 255 and gave no reason"),
    );
    expect(withReason(0, diagnostics, none)).toEqual(diagnostics);
  });

  it("that a policy brought about has its reason there", () => {
    const verdicts = [{ pack: "trireme", policy: "p", level: "mandatory", message: "no" }];
    expect(withReason(255, [], { ...none, verdicts })).toEqual([]);
  });

  it("that a message explains stays as it is", () => {
    expect(withReason(1, [error("error: it broke")], none)).toHaveLength(1);
  });
});
