import { describe, expect, it } from "vitest";
import { beyondKubernetes } from "../../../../components/kubernetes/unsupported";
import type { KubernetesSettings } from "../../../../components/kubernetes/settings";
import {
  backup,
  objectStore,
  postgres,
  qdrant,
  redis,
  type Server,
  type Store,
  type System,
} from "../../../../components/model";
import { withStores } from "../../../../components/kubernetes/stores/changes.args";
import { systems } from "../../../../stacks/systems";
import { settings } from "../../../support/kubernetes";
import { cache, db, dbBackup, development, proxy, shop } from "../../../support/valid";

const cluster: KubernetesSettings = { ...settings, issuer: "letsencrypt", monitoring: "none", user: 1000 };
const told = (system: System, own: KubernetesSettings = cluster) =>
  beyondKubernetes(system, own).map(({ path }) => path);
const withStore = (store: Store): System => ({
  ...shop,
  stores: [store],
  services: [],
  jobs: [],
  backups: [],
});

describe("a system on Kubernetes", () => {
  it("that asks for nothing else is refused nothing", () => {
    expect(beyondKubernetes(shop, cluster)).toEqual([]);
  });

  it.each([
    ["a standby", { standby: true }, "stores.db.standby"],
    [
      "a name of more than 41 characters with replicas",
      { readReplicas: 1, name: "d".repeat(42) },
      `stores.${"d".repeat(42)}.name`,
    ],
    [
      "a log that no replica can follow",
      { readReplicas: 1, parameters: { wal_level: "minimal" } },
      "stores.db.parameters.wal_level",
    ],
  ])("has %s of a Postgres from its operator alone", (_, change, path) => {
    expect(told(withStore({ ...db, ...change }))).toEqual([path]);
    expect(told(withStore({ ...db, ...change, operator: "cloudnative-pg" }))).toEqual([]);
    expect(
      told(withStore({ ...db, ...change, external: { url: { ref: "secret", name: "u", part: "value" } } })),
    ).toEqual([]);
  });

  it("has read replicas of a Postgres with an operator and without", () => {
    for (const operator of ["statefulset", "cloudnative-pg"] as const)
      expect(told(withStore({ ...db, readReplicas: 2, operator }))).toEqual([]);
  });

  it("has a cluster of CloudNativePG of fifty characters at most", () => {
    const named = (length: number) =>
      told(withStore({ ...db, name: "d".repeat(length), operator: "cloudnative-pg" }));
    expect([named(50), named(51)]).toEqual([[], [`stores.${"d".repeat(51)}.name`]]);
  });

  it("puts no file into the root folder, which it would cover", () => {
    const [api, ...rest] = shop.services;
    const files = { "/app.conf": { content: "a" }, "/etc/app.conf": { content: "a" } };
    expect(told({ ...shop, services: [{ ...api!, files }, ...rest] })).toEqual([
      'services.api.files["/app.conf"]',
    ]);
  });

  it("has one Redis, or three", () => {
    const set = (nodes: number) => withStore(redis("cache", { version: "7", persistence: "none", nodes }));
    expect([1, 2, 3, 5].map((nodes) => told(set(nodes)))).toEqual([
      [],
      ["stores.cache.nodes"],
      [],
      ["stores.cache.nodes"],
    ]);
  });

  it("makes no buckets", () => {
    expect(told(withStore(objectStore("objects", { version: "1", buckets: ["a"] })))).toEqual([
      "stores.objects.buckets",
    ]);
  });

  it("runs a Qdrant of one node, or of several", () => {
    expect(told(withStore(qdrant("vectors", { version: "1", nodes: 3 })))).toEqual([]);
  });

  it("goes back to any moment where someone archives the log", () => {
    const saved = (store: Store, destinations = dbBackup.destinations): System => ({
      ...withStore(store),
      backups: [{ ...dbBackup, destinations, pointInTime: { rpo: "5m" } }],
    });
    const key = { ref: "secret", name: "k", part: "value" } as const;
    const operated = postgres("db", { version: "16", database: "d", user: "u", operator: "cloudnative-pg" });
    expect(told(saved(db))).toEqual([]);
    expect(told(saved(operated))).toEqual(["backups.db-daily.pointInTime"]);
    expect(told(saved(operated, [{ to: "bucket", bucket: "b", accessKey: key, secretKey: key }]))).toEqual(
      [],
    );
    expect(told(saved({ ...db, external: { url: key } }))).toEqual(["backups.db-daily.pointInTime"]);
  });

  it("keeps the passwords of stores that an operator runs", () => {
    const paths = (changed: Server) =>
      beyondKubernetes(
        { ...shop, stores: shop.stores.map((store) => (store.name === changed.name ? changed : store)) },
        cluster,
        { db: 1, cache: 1, "signing-key": 2 },
      ).map(({ path }) => path);
    expect(paths(db)).toEqual([]);
    expect(paths({ ...db, operator: "cloudnative-pg" })).toEqual(["settings.rotations.db"]);
    expect(paths({ ...cache, nodes: 3 })).toEqual([]);
  });

  it("saves files as they are, whose copies in a bucket do not go by age alone", () => {
    const files = backup("u", {
      of: { name: "uploads" },
      schedule: "0 2 * * *",
      keep: { count: 7 },
      destinations: [{ to: "volume" }],
      form: "files",
    });
    expect(told({ ...shop, backups: [files] })).toEqual([]);
    const key = { ref: "secret", name: "key", part: "value" } as const;
    const keys = { accessKey: key, secretKey: key };
    const expiring = { to: "bucket", bucket: "b", expire: "7d", ...keys } as const;
    expect(told({ ...shop, backups: [{ ...files, destinations: [expiring] }] })).toEqual([
      "backups.u.destinations",
    ]);
  });
});

describe("an ingress on Kubernetes", () => {
  it("has certificates of an authority from cert-manager", () => {
    expect(beyondKubernetes(shop, { ...cluster, issuer: undefined })).toEqual([
      {
        path: "ingress.tls",
        message:
          "on Kubernetes cert-manager gets certificates from an authority; set trireme:kubernetes.issuer to the name of its ClusterIssuer (kubectl get clusterissuers), or tls mode to custom or self-signed",
      },
    ]);
    const gateway: KubernetesSettings = {
      ...cluster,
      issuer: undefined,
      ingress: { kind: "gateway-api", gateway: "front", namespace: "fronts" },
    };
    // Its listener has the certificate.
    expect(beyondKubernetes(shop, gateway).map(({ path }) => path)).not.toContain("ingress.tls");
    const tls = { mode: "lets-encrypt", email: "a@b.c", server: "https://ca.example.com" } as const;
    expect(told({ ...shop, ingress: { ...proxy, tls } })).toEqual(["ingress.tls"]);
  });

  it("opens ports of nodes where nodes open them", () => {
    const nodes: KubernetesSettings = { ...cluster, ingress: { kind: "proxy", service: "NodePort" } };
    expect(beyondKubernetes(shop, nodes).map(({ message }) => message)).toEqual([
      "80 is not a port that a cluster opens on its nodes; set settings.ports.http to one from 30000 to 32767, or trireme:kubernetes.ingress.service to LoadBalancer",
      "443 is not a port that a cluster opens on its nodes; set settings.ports.https to one from 30000 to 32767, or trireme:kubernetes.ingress.service to LoadBalancer",
    ]);
    const ingress = { ...proxy, http: { port: 30080 }, https: { port: 30443 } };
    expect(told({ ...shop, ingress }, nodes)).toEqual([]);
  });

  it("may have any engine where it is our own, within what the engine can do", () => {
    const kong = { ...proxy, engine: "kong", version: "3.9", limits: undefined } as const;
    const traefik = { ...kong, engine: "traefik", version: "3.7" } as const;
    expect(told({ ...shop, ingress: { ...kong, gateway: {} } })).toEqual([]);
    expect(told({ ...shop, ingress: traefik })).toEqual([]);
    expect(told({ ...shop, ingress: { ...kong, settings: { a: "b" } } })).toEqual(["ingress.settings"]);
    expect(told({ ...shop, ingress: { ...traefik, version: "2.11" } })).toEqual(["ingress.version"]);
    expect(told({ ...shop, ingress: { ...traefik, keepalive: { api: 4 } } })).toEqual(["ingress.keepalive"]);
    expect(told({ ...shop, ingress: { ...proxy, settings: { worker_connections: "1024" } } })).toEqual([]);
  });

  it("gives a class of priority to components that have pods", () => {
    const priorityClasses = { api: "high", proxy: "high", db: "high", nobody: "high" };
    const [problem, ...rest] = beyondKubernetes(shop, { ...cluster, priorityClasses });
    expect(rest).toEqual([]);
    expect(problem?.path).toBe("kubernetes.priorityClasses.nobody");
    expect(problem?.message).toMatch(/^no component with pods is called "nobody"; allowed are .*api.*web/);
  });

  it("may be the cluster's own, which then says what it cannot do", () => {
    const correlated = { ...shop, ingress: { ...proxy, correlationHeader: "X-ID" } };
    const kinds = [
      { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" },
      { kind: "gateway-api", gateway: "public", namespace: "gateways" },
    ] as const;
    for (const ingress of kinds)
      expect(told(correlated, { ...cluster, ingress })).toEqual(["ingress.correlationHeader"]);
  });
});

describe("every system of the project", () => {
  /** What still has to be said of a system in production, once its stores run as it asks for. */
  const expected: Readonly<Record<keyof typeof systems, readonly string[]>> = {
    syfthub: [],
    orbitspace: [],
    simplr: [],
    synthstack: [],
    reactdjango: [],
  };

  it.each(Object.keys(systems) as (keyof typeof systems)[])("%s is refused what it knows of", (name) => {
    const described = systems[name]({ ...development, name: "production", domain: "app.example.com" });
    const operated = Object.fromEntries(
      described.stores.flatMap((store) =>
        store.engine === "postgres" ? [[store.name, { operator: "cloudnative-pg" as const }]] : [],
      ),
    );
    const bucket = { name: "backups" };
    const again = systems[name]({ ...development, name: "production", domain: "app.example.com", bucket });
    const refused = told(withStores(again, operated));
    expect(refused.filter((path) => !path.endsWith("pointInTime"))).toEqual(expected[name]);
  });

  it("monitors itself, but for what a cluster does not have", () => {
    const monitored: System = {
      ...shop,
      monitoring: { alerts: [], dashboards: [{ title: "Shop", panels: [] }] },
    };
    expect(told(monitored, { ...cluster, monitoring: undefined })).toEqual(["monitoring.dashboards"]);
    expect(told(monitored)).toEqual([]);
    expect(told({ ...shop, metrics: { publish: { port: 9100 } } })).toEqual(["metrics.publish"]);
  });
});
