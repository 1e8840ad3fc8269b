import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../cli/preview/markdown";
import { reportOf } from "../../../../cli/preview/report";
import { renderTable } from "../../../../cli/preview/table";
import { context, digest, noEvents, recordedReport, recordings, urn, type Recording } from "./recordings";

const golden = (name: string): string => join(__dirname, "fixtures", name);
const table = (name: Recording): string => renderTable(recordedReport(name), { color: false });

describe.each(recordings)("the change %s of a production stack", (name) => {
  it("is told in a table", async () => {
    await expect(table(name)).toMatchFileSnapshot(golden(`${name}.table`));
  });

  it("is told in a comment", async () => {
    await expect(renderMarkdown(recordedReport(name))).toMatchFileSnapshot(golden(`${name}.comment`));
  });
});

describe("a reviewer", () => {
  const rows = (name: Recording) => recordedReport(name).rows;

  it("sees at once that nothing changes", () => {
    expect(rows("nothing")).toEqual([]);
    expect(table("nothing")).toContain("no changes; 73 unchanged");
  });

  it("sees a release as one row for each service, and no generated name", () => {
    const services = rows("tag").filter(({ what }) => what.startsWith("service: 2 instances replaced"));
    expect(services.map(({ subject }) => subject)).toEqual(["aggregator", "backend", "mcp"]);
    expect(table("tag")).toMatch(/backend:\S+ \(v1\.4\.1\) → \S+backend:\S+ \(v1\.4\.2\)/);
    expect(table("tag")).not.toMatch(/preview-e2e-[a-z0-9-]+-[0-9a-f]{7}\b/);
  });

  it("sees routes that open and close before all that follows from them", () => {
    const [first] = rows("route");
    expect(first).toMatchObject({
      section: "exposure",
      subject: "proxy",
      what: "closes /redoc, closes /redoc/, opens /webhooks/",
    });
    expect(first?.changes[0]?.lines).toContain("-     location ^~ /redoc/ {");
  });

  it("sees a new variable by name and value, though the engine takes all variables of the container for secret", () => {
    const backend = rows("variable").find(({ subject }) => subject === "backend");
    expect(backend?.changes).toEqual([
      { what: "env FEATURE_SEARCH", after: "semantic" },
      { what: "env LOG_LEVEL", before: "[secret]", after: "debug" },
    ]);
  });

  it("sees who gets a secret that is regenerated", () => {
    expect(rows("rotation").filter(({ section }) => section === "secrets")).toMatchObject([
      { subject: "db-password", told: ["Goes to backend, migrate."] },
      { subject: "secret-key", told: ["Goes to backend."] },
    ]);
  });

  it("sees an opened port first", () => {
    expect(rows("port")[0]).toMatchObject({
      section: "exposure",
      subject: "metrics-exporter",
      changes: [{ what: "published 127.0.0.1:19100", after: "to 9100/tcp" }],
    });
  });

  it("is shouted at when the database gets another major version", () => {
    expect(rows("version")[0]).toMatchObject({ section: "data", subject: "db", danger: "version" });
    expect(table("version")).toMatch(
      /DATA AT RISK\n {2}!! db +store: container replaced: ANOTHER MAJOR VERSION/,
    );
  });

  it("is shouted at when a store would start on an empty volume", () => {
    expect(
      rows("volume")
        .filter(({ section }) => section === "data")
        .map(({ subject, danger }) => [subject, danger]),
    ).toEqual([
      ["db", "apart"],
      ["db-data", "apart"],
      ["redis", "apart"],
      ["redis-data", "apart"],
    ]);
    expect(table("volume")).toContain("error: db-data: is protected, and up refuses to delete it.");
  });

  it("sees that a pause of everything is the price of a removed service", () => {
    const what = rows("service").map((row) => `${row.section} ${row.subject} ${row.what}`);
    expect(what).toContain("delete mcp service: 2 instances deleted");
    expect(what).toContain(
      "replace proxy proxy: replaced; NOTHING IS SERVED between the old one and the new",
    );
  });

  it("sees errors in place of a plan", () => {
    expect(table("error")).toMatch(/error: System "syfthub" has 1 error/);
  });
});

describe("data", () => {
  const volume = "docker:index/volume:Volume";
  const lost = (state: object) =>
    reportOf(
      "prod",
      "preview",
      digest([
        {
          op: "delete",
          urn: urn(volume, "app-prod-db-data", "trireme:docker:Platform", "trireme:docker:Store"),
          oldState: { urn: "", type: volume, inputs: {}, ...state },
        },
      ]),
      noEvents,
      { ...context, prefix: "app-prod" },
    ).rows;

  it("that nothing retains is lost with its volume", () => {
    expect(lost({})).toMatchObject([{ section: "data", subject: "db-data", danger: "lost" }]);
  });

  it("that is retained is left behind", () => {
    expect(lost({ retainOnDelete: true })).toMatchObject([{ section: "data", danger: "apart" }]);
  });

  it("of a managed database is lost with it", () => {
    const type = "aws:rds/instance:Instance";
    const { rows } = reportOf(
      "prod",
      "preview",
      digest([
        {
          op: "replace",
          urn: urn(type, "app-prod-db"),
          oldState: { urn: "", type, inputs: { engineVersion: "16.3" } },
          newState: { urn: "", type, inputs: { engineVersion: "17.1" } },
        },
      ]),
      noEvents,
      { ...context, prefix: "app-prod" },
    );
    expect(rows).toMatchObject([
      {
        section: "data",
        danger: "lost",
        changes: [{ what: "engineVersion", before: "16.3", after: "17.1" }],
      },
    ]);
  });

  it.each([
    ["user", { user: "70:70" }, { user: "999:999" }, "user from 70:70 to 999:999"],
    ["database", { envs: ["POSTGRES_DB=a"] }, { envs: ["POSTGRES_DB=b"] }, "env POSTGRES_DB from a to b"],
  ])("of another %s is not what a new server reads", (_what, before, after, told) => {
    const type = "docker:index/container:Container";
    const labels = [{ label: "dev.trireme.role", value: "store" }];
    const { rows } = reportOf(
      "prod",
      "preview",
      digest([
        {
          op: "replace",
          urn: urn(type, "app-prod-db", "trireme:docker:Store"),
          oldState: { urn: "", type, inputs: { labels, ...before } },
          newState: { urn: "", type, inputs: { labels, ...after } },
        },
      ]),
      noEvents,
      { ...context, prefix: "app-prod" },
    );
    expect(rows).toMatchObject([{ section: "data", danger: "format" }]);
    expect(rows[0]?.told[0]).toContain(told);
  });

  it("is not at risk where the next deployment fills the volume again", () => {
    const { rows } = reportOf(
      "prod",
      "preview",
      digest([
        {
          op: "replace",
          urn: urn(volume, "app-prod-proxy-configuration", "trireme:docker:Proxy"),
          oldState: { urn: "", type: volume, inputs: { driver: "local" } },
          newState: { urn: "", type: volume, inputs: { driver: "other" } },
        },
      ]),
      noEvents,
      { ...context, prefix: "app-prod" },
    );
    expect(rows.map(({ section }) => section)).toEqual(["replace"]);
  });
});

describe("policies", () => {
  const verdict = {
    pack: "trireme",
    policy: "no-latest",
    level: "mandatory",
    urn: urn("docker:index/container:Container", "app-prod-web-1"),
    message: "image web:latest has no version",
  };

  it("say the same about several resources once, what stops the deployment first", () => {
    const { verdicts } = reportOf(
      "prod",
      "preview",
      digest([]),
      {
        verdicts: [
          { ...verdict, policy: "add-labels", level: "advisory", message: "add a label" },
          verdict,
          { ...verdict, urn: urn("docker:index/container:Container", "app-prod-web-2") },
        ],
        packs: ["trireme"],
        seconds: 3,
      },
      { ...context, prefix: "app-prod" },
    );
    expect(verdicts).toEqual([
      { policy: "no-latest", level: "mandatory", subjects: ["web-1", "web-2"], message: verdict.message },
      { policy: "add-labels", level: "advisory", subjects: ["web-1"], message: "add a label" },
    ]);
  });
});
