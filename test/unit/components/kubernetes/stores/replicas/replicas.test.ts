import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { savedBy } from "../../../../../../components/kubernetes/backup/backup.args";
import { componentPolicies } from "../../../../../../components/kubernetes/network/networks.args";
import { driverOf } from "../../../../../../components/kubernetes/stores";
import { Replicas } from "../../../../../../components/kubernetes/stores/replicas/replicas";
import { hasOwnReplicas } from "../../../../../../components/kubernetes/stores/replicas/replicas.args";
import { Store } from "../../../../../../components/kubernetes/stores/store";
import { postgres } from "../../../../../../components/model";
import { settings } from "../../../../../support/kubernetes";
import { context } from "../../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../../support/mocks";
import { dbBackup, dbProps, shop } from "../../../../../support/valid";

const store = postgres("db", { ...dbProps, readReplicas: 2 });
const encrypted = postgres("db", { ...dbProps, readReplicas: 2, tls: true });

interface Pods {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly affinity?: unknown;
      readonly containers: readonly [{ readonly args: readonly string[] }];
    };
  };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
}

function made(of = store, saved = savedBy(of, [])) {
  return deploy(() => {
    const server = new Store(context, { store: of, protect: false, saved });
    new Replicas(context, { store: of, of: server, after: [output(server)] });
  });
}

const podsOf = (deployed: Awaited<ReturnType<typeof made>>, name: string) =>
  only(deployed, "StatefulSet", name).inputs.spec as Pods;

describe("the read replicas of a Postgres", () => {
  it("are servers with disks of their own, and what leads to them, which goes on when a node is lost", async () => {
    const deployed = await made();
    expect(listed(deployed).filter((name) => name.includes("repl") || name.includes("read"))).toEqual([
      "Deployment shop-dev-db-read",
      "StatefulSet shop-dev-db-replica-1",
      "StatefulSet shop-dev-db-replica-2",
      "Job shop-dev-db-replicas-role",
      "ConfigMap shop-dev-db-read-files",
      "ConfigMap shop-dev-db-replica-1-files",
      "ConfigMap shop-dev-db-replica-2-files",
      "ConfigMap shop-dev-db-replicas-role-files",
      "PersistentVolumeClaim shop-dev-db-replica-1-data",
      "PersistentVolumeClaim shop-dev-db-replica-2-data",
      "Secret shop-dev-db-replica-1-secrets",
      "Secret shop-dev-db-replica-2-secrets",
      "Secret shop-dev-db-replicas-role-secrets",
      "Service shop-dev-db-read",
      "Service shop-dev-db-replica-1",
      "Service shop-dev-db-replica-2",
      "ServiceAccount shop-dev-db-read",
      "ServiceAccount shop-dev-db-replica",
      "ServiceAccount shop-dev-db-replicas-role",
      "NetworkPolicy shop-dev-db-replicas-role",
      "NetworkPolicy shop-dev-db-replicas-role-store",
      "PodDisruptionBudget shop-dev-db-read",
      "PodDisruptionBudget shop-dev-db-replica",
      "RandomPassword shop-dev-db-replicas-password",
      "Replicas shop-dev-db-replicas",
    ]);
    expect(only(deployed, "Deployment", "shop-dev-db-read").inputs.spec).toMatchObject({ replicas: 2 });
    expect(only(deployed, "PersistentVolumeClaim", "shop-dev-db-replica-1-data")).toMatchObject({
      protect: false,
    });
  });

  it("are told apart by a label, and take nothing of what is asked of their primary", async () => {
    const deployed = await made();
    const [one, two] = [1, 2].map((number) => podsOf(deployed, `shop-dev-db-replica-${number}`));
    expect(one?.selector.matchLabels).toMatchObject({
      "app.kubernetes.io/name": "db",
      "app.kubernetes.io/component": "replica",
      "dev.trireme.replica": "1",
    });
    expect(two?.selector.matchLabels["dev.trireme.replica"]).toBe("2");
    expect(podsOf(deployed, "shop-dev-db").selector.matchLabels["app.kubernetes.io/component"]).toBe("store");
    expect(only(deployed, "Service", "shop-dev-db-replica-2").inputs.spec).toMatchObject({
      selector: two?.selector.matchLabels,
    });
    expect(one?.template.spec.containers[0].args.join(" ")).toContain("application_name=db-replica-1 ");
  });

  it("keep off the node of their primary and of each other, as their primary keeps off theirs", async () => {
    const deployed = await made();
    for (const name of ["shop-dev-db", "shop-dev-db-replica-1", "shop-dev-db-replica-2"])
      expect(podsOf(deployed, name).template.spec.affinity, name).toEqual({
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: {
                  matchLabels: { "app.kubernetes.io/name": "db", "app.kubernetes.io/instance": "shop-dev" },
                  matchExpressions: [
                    { key: "app.kubernetes.io/component", operator: "In", values: ["store", "replica"] },
                  ],
                },
              },
            },
          ],
        },
      });
  });

  it("are led to by names whose addresses stay, and the primary where none takes connections", async () => {
    const files = only(await made(), "ConfigMap", "shop-dev-db-read-files").inputs.data as Record<
      string,
      string
    >;
    const [text = ""] = Object.values(files);
    expect(text.split("\n").filter((line) => line.startsWith("  server "))).toEqual([
      "  server replica-1 db-replica-1:5432 check init-addr libc",
      "  server replica-2 db-replica-2:5432 check init-addr libc",
      "  server primary db:5432 check backup init-addr libc",
    ]);
    expect(driverOf(store).address(store)).toEqual({ main: "db:5432", read: "db-read:5432" });
  });

  it("have the certificate of their primary, which is for the name that leads to them as well", async () => {
    const deployed = await made(encrypted);
    expect(only(deployed, "CertRequest", "shop-dev-db-server").inputs).toMatchObject({
      dnsNames: ["db", "db-read"],
    });
    expect(podsOf(deployed, "shop-dev-db-replica-1").template.spec.containers[0].args).toContain("ssl=on");
  });

  it("reach their primary, as does what leads to them, and nobody else that does not use it", () => {
    const policy = componentPolicies(
      { ...shop, stores: [store] },
      { owner: { prefix: "shop-dev", system: "shop" }, settings },
    ).get("db");
    expect(JSON.stringify(policy?.egress)).toBe(
      JSON.stringify([
        {
          to: [
            {
              podSelector: {
                matchLabels: { "app.kubernetes.io/name": "db", "app.kubernetes.io/instance": "shop-dev" },
              },
            },
          ],
          ports: [{ protocol: "TCP", port: 5432 }],
        },
      ]),
    );
  });

  it("let a primary that is saved be copied by its backup as well", async () => {
    const deployed = await made(store, savedBy(store, [dbBackup]));
    const files = podsOf(deployed, "shop-dev-db").template.spec.containers[0].args.filter((word) =>
      word.startsWith("hba_file="),
    );
    // The last one counts; it lets any role copy that knows its password.
    expect(files).toEqual(["hba_file=/run/clients/pg_hba.conf", "hba_file=/run/archive/pg_hba.conf"]);
  });

  it("are an operator's own where it runs them", () => {
    expect([store, { ...store, operator: "cloudnative-pg" as const }].map(hasOwnReplicas)).toEqual([
      true,
      false,
    ]);
  });
});
