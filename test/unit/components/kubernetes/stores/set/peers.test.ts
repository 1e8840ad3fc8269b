import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scripts } from "../../../../../../components/kubernetes/backup/backup.args";
import { componentPolicies } from "../../../../../../components/kubernetes/network/networks.args";
import { driverOf } from "../../../../../../components/kubernetes/stores";
import { Peers } from "../../../../../../components/kubernetes/stores/set/peers";
import { peerScript } from "../../../../../../components/kubernetes/stores/set/peers.args";
import { backup, qdrant } from "../../../../../../components/model";
import { settings } from "../../../../../support/kubernetes";
import { context } from "../../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../../support/mocks";
import { shop } from "../../../../../support/valid";

const vectors = qdrant("vectors", { version: "v1.17.0", nodes: 3, size: "20Gi" });

describe("a Qdrant of several nodes", () => {
  it("is a set of servers with a disk each, under names that stay, of which one at a time may be away", async () => {
    const deployed = await deploy(() => new Peers(context, { store: vectors, protect: true }));
    expect(listed(deployed)).toEqual([
      "StatefulSet shop-dev-vectors",
      "Secret shop-dev-vectors-secrets",
      "Service shop-dev-vectors",
      "Service shop-dev-vectors-nodes",
      "ServiceAccount shop-dev-vectors",
      "PodDisruptionBudget shop-dev-vectors",
      "Peers shop-dev-vectors",
    ]);
    const { metadata, spec } = only(deployed, "StatefulSet", "shop-dev-vectors").inputs;
    expect(metadata).toMatchObject({ annotations: { "dev.trireme.disk": "20Gi" } });
    expect(spec).toMatchObject({
      replicas: 3,
      serviceName: "vectors-nodes",
      podManagementPolicy: "Parallel",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      template: {
        spec: {
          affinity: { podAntiAffinity: {} },
          topologySpreadConstraints: [{}, { topologyKey: "kubernetes.io/hostname" }],
          containers: [
            {
              command: ["bash", "-c", peerScript(vectors)],
              ports: [
                { name: "grpc", containerPort: 6334 },
                { name: "main", containerPort: 6333 },
                { name: "peers", containerPort: 6335 },
              ],
            },
          ],
        },
      },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: "20Gi" } } } }],
    });
    expect(only(deployed, "Service", "shop-dev-vectors-nodes").inputs.spec).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports: [{ port: 6333 }, { port: 6334 }, { port: 6335 }],
    });
    // Any node answers for all, and one that is not ready for none.
    expect(only(deployed, "Service", "shop-dev-vectors").inputs.spec).toEqual({
      selector: {
        "app.kubernetes.io/name": "vectors",
        "app.kubernetes.io/instance": "shop-dev",
        "app.kubernetes.io/component": "store",
      },
      ports: [
        { name: "grpc", port: 6334, targetPort: "grpc", protocol: "TCP" },
        { name: "main", port: 6333, targetPort: "main", protocol: "TCP" },
      ],
    });
    expect(only(deployed, "PodDisruptionBudget", "shop-dev-vectors").inputs.spec).toMatchObject({
      maxUnavailable: 1,
    });
  });

  it("has a first node that makes the cluster, and others that join it", () => {
    const script = peerScript(vectors);
    expect(script).toContain('set -- --uri "http://$HOSTNAME.vectors-nodes:6335"');
    expect(script).toContain('if [ "$HOSTNAME" != vectors-0 ]');
    expect(script).toContain('set -- "$@" --bootstrap http://vectors-0.vectors-nodes:6335');
  });

  it("joins again by what it has on its disk, whoever is away", () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-peers-"));
    try {
      mkdirSync(join(folder, "storage"));
      writeFileSync(join(folder, "storage", "raft_state.json"), "{}");
      writeFileSync(join(folder, "entrypoint.sh"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
      const started = (name: string) =>
        execFileSync("bash", ["-c", peerScript(vectors)], {
          cwd: folder,
          env: { ...process.env, HOSTNAME: name },
          encoding: "utf8",
        }).trim();
      expect(started("vectors-0")).toBe("--uri http://vectors-0.vectors-nodes:6335");
      expect(started("vectors-2")).toBe(
        "--uri http://vectors-2.vectors-nodes:6335 --bootstrap http://vectors-0.vectors-nodes:6335",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("opens the port of its nodes to them alone", () => {
    const system = {
      ...shop,
      stores: [...shop.stores, vectors],
      services: shop.services.map((service) => ({
        ...service,
        env: { ...service.env, VECTORS: vectors.url },
      })),
    };
    const policy = componentPolicies(system, { owner: { prefix: "shop-dev", system: "shop" }, settings }).get(
      "vectors",
    );
    const rules = (policy?.ingress ?? []) as {
      from: { podSelector: { matchLabels: Record<string, string> } }[];
      ports: { port: number }[];
    }[];
    const who = rules
      .filter(({ ports }) => ports.some(({ port }) => port === 6335))
      .flatMap(({ from }) =>
        from.map(({ podSelector }) => podSelector.matchLabels["app.kubernetes.io/name"]),
      );
    expect(who).toEqual(["vectors"]);
    expect(rules.length).toBeGreaterThan(1);
    expect(driverOf(vectors).address(vectors)).toEqual({ main: "vectors:6333" });
  });

  it("is saved by a snapshot of each node", () => {
    const daily = backup("vectors-daily", {
      of: vectors,
      schedule: "0 2 * * *",
      keep: { count: 7 },
      destinations: [{ to: "volume" }],
    });
    const { files } = scripts(daily, vectors);
    const told = Object.values(files)
      .map(({ content }) => (typeof content === "string" ? content : ""))
      .join("\n");
    expect(told).toContain("NODES='vectors-0.vectors-nodes vectors-1.vectors-nodes vectors-2.vectors-nodes'");
  });
});
