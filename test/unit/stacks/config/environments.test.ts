import { describe, expect, it } from "vitest";
import { environmentOf, environments, imageMode } from "../../../../stacks/config/environments";
import { parse } from "../../../../stacks/config/parse";

const base = { system: "syfthub", target: "docker" };
const development = parse({ ...base, environment: "development" });
const production = parse({
  ...base,
  environment: "production",
  domain: "hub.example.com",
  imageRepository: "ghcr.io/your-org/syfthub",
  imageTag: "v2",
  replicas: "3",
  settings: { ports: { http: 8080 }, allowedAddresses: ["10.0.0.0/8"], bucket: { name: "backups" } },
});

describe("an environment", () => {
  it("means as much as this where the configuration says nothing", () => {
    expect(environments).toEqual({
      development: { replicas: 1, images: "sample", protect: false },
      staging: { replicas: 1, images: "registry", protect: false },
      production: { replicas: 2, images: "registry", protect: true },
    });
  });

  it("of development needs nothing", () => {
    expect(environmentOf(development)).toEqual({
      name: "development",
      domain: "localhost",
      repository: "trireme.local/syfthub",
      tag: "development",
      replicas: 1,
      ports: {},
    });
  });

  it("of production is what the configuration says", () => {
    expect(environmentOf(production)).toEqual({
      name: "production",
      domain: "hub.example.com",
      repository: "ghcr.io/your-org/syfthub",
      tag: "v2",
      replicas: 3,
      ports: { http: 8080 },
      allowedAddresses: ["10.0.0.0/8"],
      bucket: { name: "backups" },
    });
    expect(environmentOf({ ...production, replicas: undefined }).replicas).toBe(2);
  });
});

describe("images", () => {
  it("come from where it is said, else from the checkout, else as usual", () => {
    expect(imageMode({ environment: "production", images: "sample", sources: "../s" })).toBe("sample");
    expect(imageMode({ environment: "production", sources: "../s" })).toBe("sources");
    expect(imageMode({ environment: "production" })).toBe("registry");
    expect(imageMode({ environment: "development" })).toBe("sample");
  });
});
