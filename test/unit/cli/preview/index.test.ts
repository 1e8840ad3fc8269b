import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hex, postgres, service, system, template, type Environment } from "../../../../components/model";
import { readDigest, readEvents } from "../../../../cli/preview/steps";
import { renderTable } from "../../../../cli/preview/table";
import { reportOf } from "../../../../cli/preview/report";
import { checkSteps } from "../../../../cli/stack/policies";
import { codeWith, variablesOf, withVerdicts } from "../../../../cli/preview";
import { context, recordings, type Recording } from "./recordings";

const environment: Environment = {
  name: "production",
  domain: "app.example.com",
  repository: "registry.example.com/app",
  tag: "v1",
  replicas: 2,
  ports: {},
};

describe("the variables that a preview names", () => {
  const db = postgres("db", { version: "16", database: "app", user: "app" });
  const key = hex("key", { bytes: 32 });
  const web = service("web", {
    image: { name: "web", reference: "registry.example.com/app-web:v1" },
    env: {
      LOG_LEVEL: "debug",
      RETRIES: 3,
      DATABASE_URL: db.url,
      LOGIN: template`user:${key.value}@host`,
      API_TOKEN: "written down by accident",
    },
  });
  const variables = variablesOf(
    system("app", environment, { services: [web], stores: [db], secrets: [key] }),
  );

  it("are plain where they are plain", () => {
    expect(variables.web).toMatchObject({ LOG_LEVEL: "debug", RETRIES: "3" });
  });

  it("are references where they are secret", () => {
    expect(variables.web?.DATABASE_URL).toBe('{store "db" (url)}');
  });

  it("are hidden where a text stands beside a secret, or the name says so", () => {
    expect(variables.web).toMatchObject({ LOGIN: "[secret]", API_TOKEN: "[secret]" });
  });
});

describe("the steps of a preview", () => {
  const checked = (name: Recording) => {
    const read = (kind: string): string =>
      readFileSync(join(__dirname, "fixtures", `${name}.${kind}`), "utf8");
    const digest = readDigest(read("digest")) ?? { steps: [], diagnostics: [], changeSummary: {} };
    const events = withVerdicts(readEvents(read("events")), checkSteps("prod", digest.steps));
    return { events, report: reportOf("prod", "preview", digest, events, context) };
  };

  it("are checked by policies: a store that would be replaced ends it, and is told by name", () => {
    const { events, report } = checked("volume");
    expect(codeWith(0, events)).toBe(1);
    expect(codeWith(255, events)).toBe(255);
    const table = renderTable(report, { color: false });
    expect(table).toMatch(/mandatory keep-stores \(db-data\)/);
    expect(table).toContain("name the URN in the exemptions of keep-stores");
  });

  it.each(recordings.filter((name) => name !== "volume"))("pass where stores stay: %s", (name) => {
    const { events } = checked(name);
    expect(events.verdicts.filter(({ policy }) => /-stores$/.test(policy))).toEqual([]);
    expect(codeWith(0, { ...events, verdicts: [] })).toBe(0);
  });
});
