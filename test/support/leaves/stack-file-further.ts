import type { Tried } from "./stack-file";
import { backend, digest, image, service, withBucket, withGateway, withIngress } from "./stack-file-values";

const behind = { "an ingress": withIngress, "a gateway": withGateway };
const inDevelopment = { environment: "development" };
const withoutCloudFront = { system: "reactdjango", "aws.ingress": { kind: "balancer" } };
const sampleImages = { ...inDevelopment, images: "sample" };
const operated = { ...withBucket, "kubernetes.stores.db.operator": "cloudnative-pg" };

/** Other places of the same properties, where they are read by something else. */
export const further: Readonly<Record<string, Tried>> = {
  ...Object.fromEntries(
    (["an ingress", "a gateway"] as const).flatMap((entry) =>
      (
        [
          ["settings.maxHeaders", "64Ki"],
          ["settings.trustedProxies", ["10.9.0.0/16"]],
          ["settings.ports.https", 8443],
          ["settings.tls", { mode: "custom" }],
        ] as const
      ).map(([at, value]) => [`${at} at ${entry}`, { at, value, with: behind[entry], on: ["kubernetes"] }]),
    ),
  ),
  "kubernetes.stores.{}.size by an operator": {
    ...{ at: "kubernetes.stores.db.size", value: "20Gi", with: operated, on: ["kubernetes"] },
  },
  "kubernetes.storageClass by an operator": {
    ...{ at: "kubernetes.storageClass", value: "slow", with: operated, on: ["kubernetes"] },
  },
  "settings.bucket.region by an operator": {
    ...{ at: "settings.bucket.region", value: "eu-central-1", with: operated, on: ["kubernetes"] },
  },
  "settings.ports.{} of a store": {
    ...{ at: "settings.ports.db", value: 15432, with: inDevelopment, withOn: { aws: withoutCloudFront } },
  },
  "settings.ports.{} without TLS": {
    ...{ at: "settings.ports.http", value: 8081, with: inDevelopment, withOn: { aws: withoutCloudFront } },
  },
  "settings.rotations.{} of a key": { at: "settings.rotations.secret-key", value: 1 },
  "settings.services.{}.replicas of a scaled one": {
    ...{ at: "settings.services.mcp.replicas", value: 4, with: { system: "synthstack" } },
  },
  "settings.services.{}.resources.cpu.limit of one on GPUs": {
    at: "settings.services.aggregator.resources.cpu.limit",
    value: 2,
    with: {
      ...{ system: "synthstack", "settings.gpus": 1 },
      "settings.services.aggregator": { resources: backend[service].resources },
    },
  },
  "imageRepository of sample images": {
    ...{ at: "imageRepository", value: "ghcr.io/your-org/other", with: sampleImages, on: ["docker"] },
  },
  "imageTag of sample images": { at: "imageTag", value: "v2", with: sampleImages, on: ["docker"] },
  "digests.{} of sample images": {
    ...{ at: "digests", value: { [image]: digest("b") }, with: sampleImages, on: ["docker"] },
  },
};
