import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Platform } from "../../../../components/docker/platform";
import { syfthub } from "../../../../stacks/systems/syfthub";
import { deploy, kindOf, listed, only, resolved, valueOf, type Deployment } from "../../../support/mocks";
import { development } from "../../../support/valid";
import { deploySyfthub } from "../../../support/syfthub";
import { noEngine } from "../../../support/outcomes";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every resource of SyftHub's development stack, and why it is there. Names are a contract. */
const resources: Readonly<Record<string, string>> = {
  "Container syfthub-dev-aggregator-1": "the only instance",
  "Container syfthub-dev-backend-1": "the only instance",
  "Container syfthub-dev-db": "the engine of the database",
  "Container syfthub-dev-db-files": "holds the password file of the engine",
  "Container syfthub-dev-frontend-1": "the only instance",
  "Container syfthub-dev-mcp-1": "the only instance",
  "Container syfthub-dev-migrate": "the migration of the release",
  "Container syfthub-dev-proxy": "nginx, with the host's port 8080",
  "Container syfthub-dev-proxy-reload": "brings the configuration into nginx",
  "Container syfthub-dev-db-data-owner": "hands the database's volume to its user",
  "Container syfthub-dev-prober": "places the tools that ask instances for their health",
  "Container syfthub-dev-redis-data-owner": "hands the cache's volume to its user",
  "Container syfthub-dev-redis": "the engine of the cache",
  "Container syfthub-dev-redis-files": "holds the configuration and password file of the engine",
  "Network syfthub-dev-aggregator-outside": "calls models on the internet",
  "Network syfthub-dev-aggregator.backend.mcp.proxy": "each names each of the others",
  "Network syfthub-dev-backend-outside": "calls identity providers on the internet",
  "Network syfthub-dev-db": "backend and migration name the database",
  "Network syfthub-dev-db-outside": "the host's port 5432 is published through it",
  "Network syfthub-dev-frontend.proxy": "a route leads to the frontend",
  "Network syfthub-dev-proxy-outside": "the host's port 8080 is published through it",
  "Network syfthub-dev-redis": "the backend names the cache",
  "RemoteImage syfthub-dev-busybox-1.37-musl": "hands volumes over",
  "RemoteImage syfthub-dev-backend": "built from sources, for the backend and its migration",
  "RemoteImage syfthub-dev-ghcr.io-your-org-syfthub-aggregator-v1": "pulled",
  "RemoteImage syfthub-dev-ghcr.io-your-org-syfthub-frontend-v1": "pulled",
  "RemoteImage syfthub-dev-ghcr.io-your-org-syfthub-mcp-v1": "pulled",
  "RemoteImage syfthub-dev-nginx-1.30-alpine": "for the proxy and its reload",
  "RemoteImage syfthub-dev-postgres-16-bookworm": "for the database",
  "RemoteImage syfthub-dev-redis-7-alpine": "for the cache",
  "Volume syfthub-dev-db-data": "the database",
  "Volume syfthub-dev-proxy-configuration": "what the reload writes and nginx reads",
  "Volume syfthub-dev-redis-data": "the append-only file",
  "RandomBytes syfthub-dev-secret-key": "signs tokens",
  "RandomPassword syfthub-dev-db-password": "of the database's owner",
  "RandomPassword syfthub-dev-redis-password": "of the cache",
  "PrivateKey syfthub-dev-identity-key": "signs identities",
  "Certificates syfthub-dev-proxy-certificates": "groups what TLS needs: here, nothing",
  "Images syfthub-dev-images": "groups the images",
  "Job syfthub-dev-migrate": "groups the migration",
  "Networks syfthub-dev-networks": "groups the networks",
  "Platform syfthub-dev": "the whole system",
  "Proxy syfthub-dev-proxy": "groups nginx, its reload and its volume",
  "Secrets syfthub-dev-secrets": "groups what is generated",
  "Service syfthub-dev-aggregator": "groups its instances",
  "Service syfthub-dev-backend": "groups its instances",
  "Service syfthub-dev-frontend": "groups its instances",
  "Service syfthub-dev-mcp": "groups its instances",
  "Store syfthub-dev-db": "groups engine, files and data",
  "Store syfthub-dev-redis": "groups engine, files and data",
};

let deployment: Deployment<Platform>;

beforeAll(async () => {
  deployment = await deploy(() => deploySyfthub());
});

const container = (name: string) => only(deployment, "Container", `syfthub-dev-${name}`);
const containers = () => deployment.resources.filter(({ type }) => kindOf(type) === "Container");
const components = () => deployment.resources.filter(({ type }) => type.startsWith("trireme:"));

describe("SyftHub's development stack", () => {
  it("is these resources and no others", () => {
    expect([...listed(deployment)].sort()).toEqual(Object.keys(resources).sort());
  });

  it("has each resource below the component that it belongs to", () => {
    const parents = new Map(
      deployment.resources.map(({ type, name, parent }) => [`${kindOf(type)} ${name}`, parent]),
    );
    const groups: Readonly<Record<string, readonly string[]>> = {
      "": ["Platform syfthub-dev"],
      "syfthub-dev": [...parents.keys()].filter((name) =>
        /^((Images|Job|Networks|Proxy|Secrets|Service|Store) |Container syfthub-dev-prober$)/.test(name),
      ),
      "syfthub-dev-networks": [...parents.keys()].filter((name) => name.startsWith("Network ")),
      "syfthub-dev-images": [...parents.keys()].filter((name) => name.startsWith("RemoteImage ")),
      "syfthub-dev-secrets": [...parents.keys()].filter((name) => /^(Random\w+|PrivateKey) /.test(name)),
      "syfthub-dev-db": [
        "Container syfthub-dev-db",
        "Container syfthub-dev-db-data-owner",
        "Container syfthub-dev-db-files",
        "Volume syfthub-dev-db-data",
      ],
      "syfthub-dev-redis": [
        "Container syfthub-dev-redis",
        "Container syfthub-dev-redis-data-owner",
        "Container syfthub-dev-redis-files",
        "Volume syfthub-dev-redis-data",
      ],
      "syfthub-dev-migrate": ["Container syfthub-dev-migrate"],
      "syfthub-dev-backend": ["Container syfthub-dev-backend-1"],
      "syfthub-dev-aggregator": ["Container syfthub-dev-aggregator-1"],
      "syfthub-dev-frontend": ["Container syfthub-dev-frontend-1"],
      "syfthub-dev-mcp": ["Container syfthub-dev-mcp-1"],
      "syfthub-dev-proxy": [
        "Container syfthub-dev-proxy",
        "Container syfthub-dev-proxy-reload",
        "Volume syfthub-dev-proxy-configuration",
        "Certificates syfthub-dev-proxy-certificates",
      ],
    };
    const found = Object.fromEntries(
      [...new Set(parents.values())].map((parent) => [
        parent,
        [...parents].filter(([, other]) => other === parent).map(([name]) => name),
      ]),
    );
    expect(found).toEqual(groups);
  });

  it("registers the outputs of every component, so that its creation ends", () => {
    const silent = components().filter(({ name }) => !deployment.withOutputs.has(name));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(components()).toHaveLength(13);
  });

  it("opens the host's port 8080 to all and 5432 to this machine, nothing else", () => {
    const ports = containers().flatMap(({ name, inputs }) =>
      ((inputs.ports as readonly Record<string, unknown>[] | undefined) ?? []).map((port) => ({
        name,
        ...port,
      })),
    );
    expect(ports).toEqual([
      { name: "syfthub-dev-db", internal: 5432, external: 5432, ip: "127.0.0.1", protocol: "tcp" },
      { name: "syfthub-dev-proxy", internal: 8080, external: 8080, ip: "0.0.0.0", protocol: "tcp" },
    ]);
  });

  it("shows where it is reached and how the published database is entered", async () => {
    const { urls, credentials } = deployment.result;
    expect(Object.keys(urls)).toEqual(["proxy"]);
    expect(await resolved(urls.proxy!)).toEqual({
      value: "http://localhost:8080",
      known: true,
      secret: false,
    });
    expect(Object.keys(credentials)).toEqual(["db-password"]);
    expect(await resolved(credentials["db-password"]!)).toEqual({
      value: "generated syfthub-dev-db-password",
      known: true,
      secret: true,
    });
  });
});

describe("a container of the stack", () => {
  it("may gain no privileges, has no capabilities and a bounded log", () => {
    // The holders of files never run.
    const running = containers().filter(({ inputs }) => inputs.start !== false);
    expect(running).toHaveLength(12);
    for (const { name, inputs } of running)
      expect({ name, ...inputs }).toMatchObject({
        name,
        securityOpts: ["no-new-privileges"],
        capabilities: { drops: ["ALL"] },
        logDriver: "json-file",
        logOpts: { "max-size": "50m", "max-file": "3" },
      });
  });

  it("has a read-only root, but for the reload, which the engine uploads to", () => {
    const writable = containers().filter(({ inputs }) => inputs.start !== false && inputs.readOnly !== true);
    expect(writable.map(({ name }) => name)).toEqual(["syfthub-dev-proxy-reload"]);
  });

  it("has a limit of memory without swap, and of CPU", () => {
    for (const { name, inputs } of containers().filter(({ inputs }) => inputs.start !== false)) {
      expect(inputs.memory, name).toBeGreaterThan(0);
      expect(inputs.memorySwap, name).toBe(inputs.memory);
      expect(inputs.cpus, name).toMatch(/^\d+\.\d+$/);
    }
  });

  it("runs as the user of the engine's image, never as root", () => {
    expect(["db", "redis", "proxy", "proxy-reload"].map((name) => container(name).inputs.user)).toEqual([
      "999:999",
      "999:1000",
      "101:101",
      "101:101",
    ]);
  });

  it("starts again by itself, but for those that run to completion", () => {
    const once = containers().filter(({ inputs }) => inputs.restart !== "unless-stopped");
    expect(once.map(({ name, inputs }) => [name, inputs.restart])).toEqual([
      ["syfthub-dev-db-data-owner", "no"],
      ["syfthub-dev-db-files", "no"],
      ["syfthub-dev-migrate", "no"],
      ["syfthub-dev-prober", "no"],
      ["syfthub-dev-proxy-reload", "no"],
      ["syfthub-dev-redis-data-owner", "no"],
      ["syfthub-dev-redis-files", "no"],
    ]);
  });

  it("is found by its labels", () => {
    const labels = (name: string) =>
      Object.fromEntries(
        (container(name).inputs.labels as { label: string; value: string }[]).map(({ label, value }) => [
          label,
          value,
        ]),
      );
    expect(labels("backend-1")).toEqual({
      "dev.trireme.part": "backend",
      "dev.trireme.role": "service",
      "dev.trireme.stack": "dev",
      "dev.trireme.system": "syfthub",
    });
    expect(
      ["db", "db-files", "migrate", "proxy", "proxy-reload"].map((name) => labels(name)["dev.trireme.role"]),
    ).toEqual(["store", "files", "job", "proxy", "reload"]);
  });

  it("mounts the sources that config names, read-only", () => {
    const tools = { fromContainer: "syfthub-dev-prober-0a1b2c3", readOnly: true };
    expect(container("backend-1").inputs.volumes).toEqual([
      { hostPath: "/checkout/backend/src", containerPath: "/app/src", readOnly: true },
      tools,
    ]);
    expect(container("mcp-1").inputs.volumes).toEqual([tools]);
  });
});

describe("secrets", () => {
  /** The values that the mocked providers generate, plain and in base64. */
  const generated = (text: string) =>
    ["generated ", "generated%20", "Z2VuZXJhdGVk"].some((part) => text.includes(part));

  it("are marked wherever they stand among the inputs", () => {
    const places = deployment.resources.flatMap(({ name, texts }) =>
      texts
        .filter(({ text }) => generated(text))
        .map(({ path, secret }) => ({ place: `${name}${path}`, secret })),
    );
    expect(places.filter(({ secret }) => !secret)).toEqual([]);
    expect(places.map(({ place }) => place.replace(/\.\d+/g, ""))).toEqual([
      "syfthub-dev-backend-1.envs",
      "syfthub-dev-backend-1.envs",
      "syfthub-dev-backend-1.envs",
      "syfthub-dev-backend-1.envs",
      "syfthub-dev-db-files.uploads.content",
      "syfthub-dev-migrate.envs",
      "syfthub-dev-redis-files.uploads.content",
    ]);
  });

  it("stand in no argument, label or image", () => {
    for (const { inputs } of deployment.resources) {
      const { command, labels, image, build, healthcheck } = inputs;
      expect(generated(JSON.stringify({ command, labels, image, build, healthcheck }))).toBe(false);
    }
  });
});

describe("the order of a release", () => {
  const waits = (name: string) => container(name).dependsOn.filter((other) => other.startsWith("Container "));

  it("is database, migration, backend, what calls it, and the proxy's reload", () => {
    expect(waits("migrate")).toEqual(["Container syfthub-dev-db"]);
    expect(waits("backend-1")).toEqual([
      "Container syfthub-dev-db",
      "Container syfthub-dev-migrate",
      "Container syfthub-dev-prober",
      "Container syfthub-dev-redis",
    ]);
    expect(waits("aggregator-1")).toEqual([
      "Container syfthub-dev-backend-1",
      "Container syfthub-dev-prober",
    ]);
    expect(waits("mcp-1")).toEqual([
      "Container syfthub-dev-aggregator-1",
      "Container syfthub-dev-backend-1",
      "Container syfthub-dev-prober",
    ]);
    expect(waits("proxy-reload")).toEqual([
      "Container syfthub-dev-aggregator-1",
      "Container syfthub-dev-backend-1",
      "Container syfthub-dev-frontend-1",
      "Container syfthub-dev-mcp-1",
      "Container syfthub-dev-proxy",
    ]);
  });

  it("makes new instances before the old ones go, but for what can be there only once", () => {
    const first = containers().filter(({ deleteBeforeReplace }) => deleteBeforeReplace);
    expect(first.map(({ name }) => name)).toEqual([
      "syfthub-dev-db",
      "syfthub-dev-db-data-owner",
      "syfthub-dev-migrate",
      "syfthub-dev-proxy",
      "syfthub-dev-proxy-reload",
      "syfthub-dev-redis",
      "syfthub-dev-redis-data-owner",
    ]);
  });

  it("waits until a container is healthy, within its own deadline", async () => {
    const becomesHealthy = vi.spyOn(noEngine, "becomesHealthy");
    await deploy(() => deploySyfthub());
    expect(becomesHealthy.mock.calls.map(([id, { deadline }]) => [id, typeof deadline]).sort()).toEqual([
      ["syfthub-dev-aggregator-1-id", "number"],
      ["syfthub-dev-backend-1-id", "number"],
      ["syfthub-dev-db-id", "number"],
      ["syfthub-dev-frontend-1-id", "number"],
      ["syfthub-dev-mcp-1-id", "number"],
      ["syfthub-dev-proxy-id", "number"],
      ["syfthub-dev-redis-id", "number"],
    ]);
  });
});

describe("data", () => {
  const data = ({ resources }: Deployment<Platform>) =>
    resources
      .filter(({ protect, retainOnDelete }) => protect || retainOnDelete)
      .map(({ type, name, protect, retainOnDelete }) => [`${kindOf(type)} ${name}`, protect, retainOnDelete]);

  it("goes with a development stack", () => {
    expect(data(deployment)).toEqual([]);
  });

  it("is protected and outlives a production stack", async () => {
    const production = syfthub({ ...development, name: "production", domain: "hub.example.com" });
    const stack = await deploy(() => deploySyfthub({ system: production, protect: true }), { stack: "prod" });
    expect(data(stack)).toEqual([
      ["Volume syfthub-prod-db-daily-kept", true, true],
      ["Volume syfthub-prod-db-data", true, true],
      ["Volume syfthub-prod-db-log", true, true],
      ["Volume syfthub-prod-redis-daily-kept", true, true],
      ["Volume syfthub-prod-redis-data", true, true],
    ]);
  });
});

describe("a preview of what does not exist yet", () => {
  it("shows the same resources, and leaves open what only a run can tell", async () => {
    const preview = await deploy(() => deploySyfthub(), { preview: true });
    expect(listed(preview)).toEqual(listed(deployment));
    expect((await resolved(preview.result.urls.proxy!)).known).toBe(false);
  });
});

describe("substitutes", () => {
  it("stand in for images that this machine cannot pull", async () => {
    const substitutes = { "postgres:16-bookworm": "trireme.local/postgres:16" };
    const stack = await deploy(() => deploySyfthub({ substitutes }));
    expect(only(stack, "Container", "syfthub-dev-db").inputs.image).toBe("trireme.local/postgres:16");
    expect(listed(stack)).not.toContain("RemoteImage syfthub-dev-postgres-16-bookworm");
  });
});

it("names a stack after its system once", async () => {
  const stack = await deploy(() => deploySyfthub(), { stack: "syfthub-eu" });
  expect(listed(stack)).toContain("Platform syfthub-eu");
  expect(await valueOf(stack.result.urls.proxy!)).toBe("http://localhost:8080");
});
