import { describe, expect, it } from "vitest";
import { isStore } from "../../../policies/stores";
import { subject } from "../../support/policies";

const volume = (name: string, above: string, props = {}) =>
  subject("docker:index/volume:Volume", props, { name, below: ["trireme:docker:Platform", above] });

const below = (type: string, name: string, above: string) =>
  subject(type, {}, { name, below: ["trireme:kubernetes:Platform", above] });

/** Several servers with claims of their own. */
const set = (name: string, above: string, whenDeleted?: string) =>
  subject(
    "kubernetes:apps/v1:StatefulSet",
    {
      spec: {
        persistentVolumeClaimRetentionPolicy: { whenDeleted },
        volumeClaimTemplates: [{ metadata: { name: "data" } }],
      },
    },
    { name, below: ["trireme:kubernetes:Platform", above] },
  );

describe("a store", () => {
  it.each([
    volume("shop-prod-db-data", "trireme:docker:Store"),
    volume("shop-prod-db-daily-kept", "trireme:docker:Backup"),
    subject("docker:index/volume:Volume", {}, { name: "someone-elses" }),
    subject(
      "docker:index/volume:Volume",
      {},
      { name: "shop-prod-uploads", below: ["trireme:docker:Platform"] },
    ),
    subject(
      "docker:index/volume:Volume",
      {},
      { name: "shop-prod-db-log", below: ["trireme:docker:Platform"] },
    ),
    subject("aws:rds/instance:Instance", {}),
    subject("kubernetes:apps/v1:StatefulSet", {}),
    below("kubernetes:apps/v1:StatefulSet", "shop-redis", "trireme:kubernetes:Sentinel"),
    set("shop-redis", "trireme:kubernetes:Sentinel", "Delete"),
    set("someone-elses", "someone:else:Set", "Retain"),
    below("kubernetes:core/v1:PersistentVolumeClaim", "shop-db-data", "trireme:kubernetes:Store"),
    below("kubernetes:core/v1:PersistentVolumeClaim", "shop-db-daily-kept", "trireme:kubernetes:Backup"),
  ])("is $type $name", (one) => expect(isStore(one)).toBe(true));

  it.each([
    volume("shop-prod-proxy-configuration", "trireme:docker:Proxy"),
    volume("shop-prod-db-daily-scratch", "trireme:docker:Backup"),
    volume("shop-prod-proxy-configuration", "trireme:docker:Traefik"),
    volume("shop-prod-proxy-configuration", "trireme:docker:Kong"),
    volume("shop-prod-proxy-sites-configuration", "trireme:docker:SiteServer"),
    volume("shop-prod-vacuum-schedule", "trireme:docker:ScheduledJob"),
    volume("shop-prod-proxy-acme", "trireme:docker:Certificates"),
    // The authority gives its certificates again.
    volume("shop-prod-proxy-acme-state", "trireme:docker:Certificates"),
    volume("shop-prod-metrics", "trireme:docker:Metrics"),
    volume("fast", "trireme:docker:Store", { driverOpts: { type: "tmpfs" } }),
    subject(
      "docker:index/volume:Volume",
      {},
      { name: "shop-prod-db-socket", below: ["trireme:docker:Platform"] },
    ),
    subject("docker:index/container:Container", {}),
    subject("kubernetes:apps/v1:Deployment", {}),
    below("kubernetes:apps/v1:StatefulSet", "shop-db", "trireme:kubernetes:Store"),
    set("shop-redis", "trireme:kubernetes:Sentinel", "Retain"),
    set("shop-redis", "trireme:kubernetes:Sentinel"),
    set("shop-vectors", "trireme:kubernetes:Peers", "Retain"),
    below("kubernetes:core/v1:PersistentVolumeClaim", "shop-db-daily-metrics", "trireme:kubernetes:Backup"),
    // A copy, which is made again.
    below("kubernetes:apps/v1:StatefulSet", "shop-db-replica-1", "trireme:kubernetes:Replicas"),
    below(
      "kubernetes:core/v1:PersistentVolumeClaim",
      "shop-db-replica-1-data",
      "trireme:kubernetes:Replicas",
    ),
  ])("is not $type $name", (one) => expect(isStore(one)).toBe(false));
});
