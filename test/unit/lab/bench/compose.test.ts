import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { composeProject, type ComposeProject } from "../../../../lab/bench/compose";
import type { Registration } from "../../../../lab/bench/registrations";
import { planOf } from "../../../../lab/bench/stack";

interface ComposeService {
  readonly [key: string]: unknown;
  readonly healthcheck: unknown;
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes: readonly string[];
  readonly networks: Readonly<Record<string, { readonly aliases: readonly string[] }>>;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const development = `config:
  trireme:system: syfthub
  trireme:environment: development
  trireme:target: docker
  trireme:settings:
    ports: { http: 28080, db: 25432 }
`;

describe("SyftHub's development stack as a compose file", () => {
  let plan: readonly Registration[] = [];
  let project: ComposeProject;
  let file: ComposeFile;
  const service = (name: string): ComposeService => {
    const found = file.services[`syfthub-bench-${name}`];
    if (found === undefined) throw new Error(`no service ${name}`);
    return found;
  };

  beforeAll(async () => {
    plan = await planOf(development, "bench");
    project = composeProject("bench", plan);
    file = parse(project.text) as ComposeFile;
  });

  it("has the same containers, the migration apart, and none that only serves Pulumi", () => {
    expect(Object.keys(file.services).sort()).toEqual(
      ["aggregator-1", "backend-1", "db", "frontend-1", "mcp-1", "migrate", "proxy", "redis"].map(
        (name) => `syfthub-bench-${name}`,
      ),
    );
    expect(project.jobs).toEqual(["syfthub-bench-migrate"]);
    expect(service("migrate").profiles).toEqual(["release"]);
    expect(service("backend-1").profiles).toBeUndefined();
  });

  it("has the same limits, checks, hardening and ports", () => {
    expect(service("db")).toMatchObject({
      user: "999:999",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges"],
      ports: ["127.0.0.1:25432:5432"],
      cpus: "1.0",
      cpu_shares: 256,
      mem_limit: "512m",
      memswap_limit: "512m",
      mem_reservation: "128m",
      healthcheck: {
        test: ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "syfthub", "-d", "syfthub_dev"],
        interval: "10s",
        timeout: "5s",
        start_period: "0s",
        retries: 5,
      },
      logging: { driver: "json-file", options: { "max-size": "50m", "max-file": "3" } },
      stop_grace_period: "60s",
    });
  });

  it("starts what a service names before it, once that is healthy, and never waits for the migration", () => {
    const healthy = { condition: "service_healthy" };
    expect(service("backend-1").depends_on).toEqual({
      "syfthub-bench-db": healthy,
      "syfthub-bench-redis": healthy,
    });
    expect(service("migrate").depends_on).toEqual({ "syfthub-bench-db": healthy });
  });

  it("has the same networks with the same names on them", () => {
    const networks = plan.filter(({ type }) => type === "docker:index/network:Network");
    expect(Object.keys(file.networks).sort()).toEqual(networks.map(({ name }) => name).sort());
    expect(file.networks["syfthub-bench-db"]?.internal).toBe(true);
    expect(service("redis").networks).toEqual({ "syfthub-bench-redis": { aliases: ["redis"] } });
  });

  it("mounts the files that the stack puts into volumes, nginx's configuration as after a reload", () => {
    const [password] = service("db").volumes.filter((mount) => mount.includes("password"));
    expect(password).toBe("./syfthub-bench-db-files/run/secrets/password:/run/secrets/password:ro");
    expect(project.files["syfthub-bench-db-files/run/secrets/password"]).toBe(
      "generated-syfthub-bench-db-password",
    );
    const own = Object.keys(project.files).filter((name) => name.includes("/nginx/"));
    expect(own.map((name) => name.replace(/^.*\/nginx\//, "")).sort()).toEqual([
      "generation",
      "next/aggregator",
      "next/backend",
      "next/frontend",
      "next/mcp",
      "nginx.conf",
      "servers/aggregator",
      "servers/backend",
      "servers/frontend",
      "servers/mcp",
    ]);
    expect(service("proxy").volumes).toHaveLength(own.length);
  });

  it("leaves no dollar that Compose would read as a variable", () => {
    expect(project.text).toContain("$$(cat /run/secrets/password)");
    expect(project.text.replaceAll("$$", "")).not.toContain("$");
  });

  it("refuses a container that sets what it has no words for", () => {
    const strange = plan.map((one) =>
      one.name === "syfthub-bench-mcp-1" && one.type.endsWith(":Container")
        ? { ...one, inputs: { ...one.inputs, sysctls: { "net.core.somaxconn": "1024" } } }
        : one,
    );
    expect(() => composeProject("bench", strange)).toThrow(
      'container "syfthub-bench-mcp-1" sets sysctls, for which the compose file has no words',
    );
  });
});
