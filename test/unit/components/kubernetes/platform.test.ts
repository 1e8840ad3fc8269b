import { beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../../../components/kubernetes/platform";
import { check, type Environment, type System } from "../../../../components/model";
import { systems } from "../../../../stacks/systems";
import { deployToCluster, settings } from "../../../support/kubernetes";
import { deploy, kindOf, only, valueOf, type Deployment } from "../../../support/mocks";
import { development } from "../../../support/valid";
import { limitsOf } from "../../../support/limits";

/** Every resource of SyftHub's production stack, and why it is there. Names are a contract. */
const resources: Readonly<Record<string, string>> = {
  "kubernetes syfthub-prod-cluster": "the provider of the cluster",
  "Namespace syfthub-prod": "where all of it lives",
  "Deployment syfthub-prod-aggregator": "the instances",
  "Deployment syfthub-prod-backend": "the instances",
  "Deployment syfthub-prod-mcp": "the instances",
  "Deployment syfthub-prod-proxy": "nginx",
  "Deployment syfthub-prod-db-daily": "keeps the database's backups",
  "Deployment syfthub-prod-redis-daily": "keeps the cache's backups",
  "StatefulSet syfthub-prod-db": "the engine of the database",
  "StatefulSet syfthub-prod-redis": "the engine of the cache",
  "Job syfthub-prod-migrate": "the migration of the release",
  "CronJob syfthub-prod-db-daily": "takes backups",
  "CronJob syfthub-prod-db-daily-drill": "tries them out",
  "CronJob syfthub-prod-redis-daily": "takes backups",
  "CronJob syfthub-prod-redis-daily-drill": "tries them out",
  "ConfigMap syfthub-prod-db-daily-files": "the scripts of the backup",
  "ConfigMap syfthub-prod-redis-daily-files": "the scripts of the backup",
  "ConfigMap syfthub-prod-db-files": "who may connect, and how the log is archived",
  "ConfigMap syfthub-prod-redis-files": "the configuration of the engine",
  "ConfigMap syfthub-prod-proxy-configuration": "nginx's configuration",
  "PersistentVolumeClaim syfthub-prod-db-data": "the database",
  "PersistentVolumeClaim syfthub-prod-db-log": "its archived log",
  "PersistentVolumeClaim syfthub-prod-db-daily-kept": "the backups",
  "PersistentVolumeClaim syfthub-prod-db-daily-metrics": "how they went",
  "PersistentVolumeClaim syfthub-prod-redis-data": "the append-only file",
  "PersistentVolumeClaim syfthub-prod-redis-daily-kept": "the backups",
  "PersistentVolumeClaim syfthub-prod-redis-daily-fetched": "one that came from elsewhere",
  "PersistentVolumeClaim syfthub-prod-redis-daily-metrics": "how they went",
  "Secret syfthub-prod-backend-secrets": "URLs with passwords, and keys",
  "Secret syfthub-prod-migrate-secrets": "the database's URL",
  "Secret syfthub-prod-db-secrets": "the owner's password",
  "Secret syfthub-prod-redis-secrets": "the password",
  "Secret syfthub-prod-db-daily-secrets": "the owner's password",
  "Secret syfthub-prod-redis-daily-secrets": "the password",
  "Secret syfthub-prod-proxy-certificate": "certificate and key",
  "Service syfthub-prod-aggregator": "its name",
  "Service syfthub-prod-backend": "its name",
  "Service syfthub-prod-mcp": "its name",
  "Service syfthub-prod-db": "its name",
  "Service syfthub-prod-redis": "its name",
  "Service syfthub-prod-proxy": "the way in",
  "Service syfthub-prod-db-daily": "where its metrics are",
  "Service syfthub-prod-redis-daily": "where its metrics are",
  ...Object.fromEntries(
    ["aggregator", "backend", "mcp", "db", "redis", "db-daily", "redis-daily", "migrate", "proxy"].flatMap(
      (part) => [
        [`ServiceAccount syfthub-prod-${part}`, "an account without rights"],
        [`NetworkPolicy syfthub-prod-${part}`, "its edges"],
      ],
    ),
  ),
  "NetworkPolicy syfthub-prod-closed": "nothing else",
  ...Object.fromEntries(
    ["aggregator", "backend", "mcp", "proxy"].map((part) => [
      `PodDisruptionBudget syfthub-prod-${part}`,
      "one of two stays",
    ]),
  ),
  "RandomBytes syfthub-prod-secret-key": "signs tokens",
  "RandomPassword syfthub-prod-db-password": "of the database's owner",
  "RandomPassword syfthub-prod-redis-password": "of the cache",
  "PrivateKey syfthub-prod-identity-key": "signs identities",
  "PrivateKey syfthub-prod-proxy-certificate": "of the certificate",
  "SelfSignedCert syfthub-prod-proxy-certificate": "made here",
};

const made = (deployment: Deployment<unknown>) =>
  deployment.resources.filter(({ type }) => !type.startsWith("trireme:"));

let deployment: Deployment<Platform>;

beforeAll(async () => {
  deployment = await deploy(() => deployToCluster(), { stack: "prod" });
}, 60_000);

describe("SyftHub's production stack on a cluster", () => {
  it("is these resources and no others", () => {
    const found = made(deployment).map(({ type, name }) => `${kindOf(type)} ${name}`);
    expect([...found].sort()).toEqual(Object.keys(resources).sort());
  });

  it("lives in a namespace that takes restricted pods alone and outlives its stack", () => {
    const namespace = deployment.resources.find(({ type }) => type === "kubernetes:core/v1:Namespace");
    expect(namespace).toMatchObject({ protect: true, retainOnDelete: true });
    expect(namespace?.inputs.metadata).toMatchObject({
      name: "syfthub-prod",
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    });
  });

  it("shows no secret: what is generated stands in Secrets alone, and is marked", () => {
    const seen = made(deployment).flatMap(({ type, name, texts }) =>
      texts
        .filter(({ text }) => text.includes("generated "))
        .map(({ path, secret }) => ({ kind: kindOf(type), name, path, secret })),
    );
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.filter(({ secret }) => !secret)).toEqual([]);
    expect([...new Set(seen.map(({ kind }) => kind))].sort()).toEqual(["Secret", "SelfSignedCert"]);
  });

  it("leaves waiting to the program, which says what is wrong", () => {
    const awaited = new Set(["Deployment", "StatefulSet", "Job", "Service", "PersistentVolumeClaim"]);
    const waiting = made(deployment)
      .filter(({ type }) => type.startsWith("kubernetes:") && awaited.has(kindOf(type)))
      .filter(
        ({ inputs }) =>
          (inputs.metadata as { annotations?: Record<string, string> }).annotations?.[
            "pulumi.com/skipAwait"
          ] !== "true",
      );
    expect(waiting.map(({ name }) => name)).toEqual([]);
  });

  it("starts its services after their stores and the migration, and the proxy after its services", () => {
    const after = (name: string) => only(deployment, "Deployment", `syfthub-prod-${name}`).dependsOn;
    expect(after("backend")).toEqual(
      expect.arrayContaining(["StatefulSet syfthub-prod-db", "Job syfthub-prod-migrate"]),
    );
    expect(after("mcp")).toEqual(expect.arrayContaining(["Deployment syfthub-prod-backend"]));
    expect(after("proxy")).toEqual(expect.arrayContaining(["Deployment syfthub-prod-mcp"]));
  });

  it("ends each of its components with outputs", () => {
    const components = deployment.resources.filter(({ type }) => type.startsWith("trireme:"));
    expect(components.filter(({ name }) => !deployment.withOutputs.has(name))).toEqual([]);
  });
});

describe("every system of the project on a cluster", () => {
  const cases = (Object.keys(systems) as (keyof typeof systems)[]).flatMap((name) =>
    (["development", "staging", "production"] as const).map((environment) => ({ name, environment })),
  );
  const described = (name: keyof typeof systems, environment: Environment["name"]): System =>
    systems[name]({
      ...development,
      name: environment,
      domain: "app.example.com",
      replicas: environment === "production" ? 2 : 1,
    });
  const provided = (system: System) =>
    Object.fromEntries(
      system.secrets
        .filter(({ source }) => source.type === "provided")
        .map(({ name }) => [name, name.endsWith("url") ? "postgresql://u:p@db.example.com:5432/d" : "given"]),
    );

  it.each(cases)(
    "can register $name in $environment",
    async ({ name, environment }) => {
      const system = described(name, environment);
      const kubernetes = { ...settings, issuer: "letsencrypt" };
      const { resources } = await deploy(() =>
        deployToCluster({ system, kubernetes, provided: provided(system) }),
      );
      expect(check(system, limitsOf("kubernetes"))).toEqual([]);
      const services = resources.filter(({ type }) => type === "kubernetes:apps/v1:Deployment");
      expect(services.length).toBeGreaterThanOrEqual(system.services.length);
      // One name for one kind of object in the namespace.
      const names = resources
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(
          ({ type, inputs }) => `${type} ${(inputs.metadata as { name?: string } | undefined)?.name ?? ""}`,
        )
        .filter((text) => !text.endsWith(" "));
      expect(names.filter((text, index) => names.indexOf(text) !== index)).toEqual([]);
    },
    120_000,
  );

  it("tells by a command how published ports are opened here", async () => {
    const { result } = await deploy(() =>
      deployToCluster({
        system: described("syfthub", "development"),
        kubernetes: { ...settings, namespace: "hub", context: "desk" },
      }),
    );
    expect(Object.keys(result.forwards)).toEqual(["db-forward"]);
    expect(await Promise.all(Object.values(result.forwards).map(valueOf))).toEqual([
      "kubectl --context desk --namespace hub port-forward service/db 5432:5432",
    ]);
    expect(Object.keys(result.credentials)).toEqual(["db-password"]);
  });
});
