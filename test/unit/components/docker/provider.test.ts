import { afterEach, describe, expect, it, vi } from "vitest";
import { onEngine, registriesWithLogin, registryOf } from "../../../../components/docker/provider";
import { deploy } from "../../../support/mocks";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the registry of an image", () => {
  it("is the reference's first part where that is a host", () => {
    expect(registryOf("ghcr.io/your-org/syfthub-backend:v1")).toBe("ghcr.io");
    expect(registryOf("registry:5000/backend")).toBe("registry:5000");
    expect(registryOf("localhost/backend")).toBe("localhost");
  });

  it("is Docker's own otherwise", () => {
    expect(registryOf("nginx:1.30-alpine")).toBe("docker.io");
    expect(registryOf("pgvector/pgvector:pg16")).toBe("docker.io");
  });
});

describe("the registries with a login", () => {
  const references = ["ghcr.io/your-org/backend:v1", "nginx:1.30-alpine", "quay.io/a/b", "ghcr.io/x/y"];

  it("are those that docker login or a credential helper knows", () => {
    const config = { auths: { "ghcr.io": {}, "other.example.com": {} }, credHelpers: { "quay.io": "pass" } };
    expect(registriesWithLogin(references, JSON.stringify(config))).toEqual(["ghcr.io", "quay.io"]);
  });

  it("may include Docker's own, under its old address", () => {
    const config = { auths: { "https://index.docker.io/v1/": { auth: "eA==" } } };
    expect(registriesWithLogin(references, JSON.stringify(config))).toEqual(["docker.io"]);
  });

  it("are none where nobody has logged in", () => {
    expect(registriesWithLogin(references, undefined)).toEqual([]);
    expect(registriesWithLogin(references, "{}")).toEqual([]);
  });
});

describe("the engine's provider", () => {
  it("is the default one where the stack names no engine", async () => {
    vi.stubEnv("DOCKER_CONFIG", "/nonexistent");
    const { resources } = await deploy(() =>
      onEngine("shop-prod", { host: undefined, references: ["nginx:1.30-alpine"] }),
    );
    expect(resources).toEqual([]);
  });

  it("reaches the engine that the stack names", async () => {
    vi.stubEnv("DOCKER_CONFIG", "/nonexistent");
    const { resources } = await deploy(() =>
      onEngine("shop-prod", { host: "ssh://deploy@vm.example.com", references: [] }),
    );
    expect(resources.map(({ type, name, inputs }) => ({ type, name, inputs }))).toEqual([
      {
        type: "pulumi:providers:docker",
        name: "shop-prod-engine",
        inputs: { host: "ssh://deploy@vm.example.com" },
      },
    ]);
  });
});
