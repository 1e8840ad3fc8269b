import { describe, expect, it } from "vitest";
import { commentMarker, renderMarkdown } from "../../../../cli/preview/markdown";
import { reportOf } from "../../../../cli/preview/report";
import type { Report } from "../../../../cli/preview/rows";
import type { Step } from "../../../../cli/preview/steps";
import { renderTable } from "../../../../cli/preview/table";
import { context, digest, noEvents, recordedReport, urn } from "./recordings";

/** GitHub refuses longer comments. */
const limit = 64_000;

const types = [
  "aws:rds/instance:Instance",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ecs/service:Service",
  "kubernetes:apps/v1:Deployment",
];

function steps(count: number): readonly Step[] {
  const ops = ["create", "update", "replace", "delete"];
  return Array.from({ length: count }, (_, index): Step => {
    const type = types[index % types.length] ?? "";
    const op = ops[Math.floor(index / types.length) % ops.length] ?? "";
    const at = urn(type, `app-prod-thing-${index}`);
    const state = (version: number) => ({
      urn: at,
      type,
      custom: true,
      inputs: {
        version: `${index}.${version}`,
        ingress: [{ fromPort: index + version, cidrBlocks: ["0.0.0.0/0"] }],
        script: Array.from({ length: 50 }, (__, line) => `echo ${index} ${line} ${version}`).join("\n"),
      },
    });
    return {
      op,
      urn: at,
      ...(op === "create" ? {} : { oldState: state(1) }),
      ...(op === "delete" ? {} : { newState: state(2) }),
    };
  });
}

const report = (count: number): Report =>
  reportOf("prod", "preview", digest(steps(count), 7), noEvents, { ...context, prefix: "app-prod" });

/** Every table of a text by its rows. */
function tables(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trimEnd().split("\n"));
}

describe("a change of 3,000 resources", () => {
  // Of the processor: what else the machine does is not the claim.
  const began = process.cpuUsage();
  const all = report(3_000);
  const text = renderMarkdown(all);
  renderTable(all, { color: true });
  const took = process.cpuUsage(began).user / 1_000;

  it("is rendered in seconds, also where every line is counted", () => {
    expect(took).toBeLessThan(10_000);
  });

  it("fits into a comment", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(limit);
    expect(text.length).toBeGreaterThan(limit / 2);
  });

  it("is cut between rows, and what is left out is counted", () => {
    for (const rows of tables(text))
      for (const row of rows) expect(row.match(/(?<!\\)\|/g), row).toHaveLength(4);
    const shown = tables(text).reduce((sum, rows) => sum + rows.length - 2, 0);
    expect(text).toContain(`#### And ${all.rows.length - shown} rows more`);
    expect(text.split("```").length % 2).toBe(1);
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
  });

  it("begins with the data", () => {
    expect(text.indexOf("DATA AT RISK")).toBeLessThan(1_000);
    expect(all.rows[0]).toMatchObject({ section: "data", danger: "lost" });
  });
});

describe("a comment", () => {
  it("of any size stays under the limit", () => {
    for (const count of [0, 1, 10, 60, 200, 700])
      expect(Buffer.byteLength(renderMarkdown(report(count)))).toBeLessThan(limit);
  });

  it("of messages and verdicts alone stays under the limit", () => {
    const long = "@x".repeat(2_500);
    const text = renderMarkdown({
      ...report(3_000),
      messages: Array.from({ length: 100 }, (_, index) => ({ severity: "error", text: `${index} ${long}` })),
      verdicts: Array.from({ length: 300 }, (_, index) => ({
        policy: `p${index}`,
        level: "mandatory",
        subjects: ["web"],
        message: `${index} ${long}`,
      })),
    });
    expect(Buffer.byteLength(text)).toBeLessThan(limit);
  });

  it("is the same when the same is said again, in another order and at another speed", () => {
    const again = reportOf(
      "prod",
      "preview",
      digest([...steps(40)].reverse(), 7),
      { ...noEvents, seconds: 99 },
      { ...context, prefix: "app-prod" },
    );
    expect(renderMarkdown(again)).toBe(renderMarkdown(report(40)));
  });

  it("is found again by its stack and its purpose", () => {
    expect(
      renderMarkdown(report(1)).startsWith(`${commentMarker({ stack: "prod", about: "preview" })}\n`),
    ).toBe(true);
    expect(commentMarker({ stack: "prod", about: "drift" })).not.toBe(
      commentMarker({ stack: "prod", about: "preview" }),
    );
  });

  it("folds the difference of the proxy's configuration below its table", () => {
    expect(renderMarkdown(recordedReport("route"))).toMatch(
      /<details><summary>proxy: nginx\.conf<\/summary>\n\n```diff\n/,
    );
  });

  it("mentions nobody, and breaks out of no cell", () => {
    const text = renderMarkdown({
      ...report(0),
      rows: [
        {
          section: "update",
          subject: "a|b",
          what: "<script>@all",
          told: ["`x` | y"],
          changes: [{ what: "text", lines: ["+ ```", "+ @all"] }],
          resources: 1,
        },
      ],
    });
    expect(text).toContain("**a\\|b** | &lt;script&gt;&#64;all<br>\\`x\\` \\| y<br>text: |");
    expect(text).toContain("````diff\n+ ```\n+ @all\n````");
  });
});
