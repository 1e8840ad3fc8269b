import { describe, expect, it } from "vitest";
import { hex, postgres, service, system, template, type Environment } from "../../components/model";
import { variablesOf } from "../../toolchain/preview";

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
      API_TOKEN: "written down by mistake",
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
