import { describe, expect, it } from "vitest";
import { imagesOf, needsOf, onDockerAlone } from "../../../../cli/stack/needs";
import { kafka, provided, redis, service } from "../../../../components/model";

describe("what a command needs", () => {
  const asked = ["cli", "plugins", "images"] as const;

  it("is what it asks for, on Docker", () => expect(needsOf("dev", asked)).toEqual(asked));

  it("is kubectl and the cluster's plugin on Kubernetes, on the cluster that is named", () => {
    const env = { KUBECONFIG: "/somewhere" };
    expect(needsOf("syfthub-kubernetes", asked, env)).toEqual([
      "cli",
      "plugins",
      "kubernetes-plugin",
      "kubectl",
    ]);
    expect(needsOf("syfthub-kubernetes", ["engine"], env)).toEqual(["kubectl"]);
    expect(needsOf("syfthub-kubernetes", ["cli"], env)).toEqual(["cli"]);
  });

  it("is the plugin of AWS there, and nothing of this machine", () => {
    expect(needsOf("simplr-aws", asked)).toEqual(["cli", "plugins", "aws-plugin"]);
    expect(needsOf("simplr-aws", ["cli", "engine"])).toEqual(["cli"]);
  });
});

describe("the images that a stack runs", () => {
  it("are those of its services and of the stores that run here", () => {
    const url = provided("cache-url", { description: "URL of the cache" }).value;
    const image = { name: "flow", reference: "nodered/node-red:4.1.15" };
    const services = [service("flow", { image, port: 1880, env: {} })];
    const stores = [
      kafka("broker", { version: "7.9.1" }),
      redis("cache", { version: "7", persistence: "none", external: { url } }),
    ];
    expect(imagesOf({ name: "shop", services, stores }, "sample")).toEqual([
      "nodered/node-red:4.1.15",
      "confluentinc/cp-kafka:7.9.1",
    ]);
  });

  it("are the published ones where they run in place of the system's own", () => {
    const image = { name: "directus", reference: "ghcr.io/your-org/synthstack/directus:1.0.0" };
    const services = [service("directus", { image, port: 8055, env: {} })];
    const system = { name: "synthstack", services, stores: [] };
    expect(imagesOf(system, "sample")).toEqual(["directus/directus:11.17.4"]);
    expect(imagesOf(system, "registry")).toEqual([image.reference]);
  });
});

describe("a command for Docker alone", () => {
  it("is refused on Kubernetes with what to do instead", () => {
    expect(() => onDockerAlone("dev", "audit", "ask the cluster")).not.toThrow();
    expect(() => onDockerAlone("syfthub-kubernetes", "audit", "ask the cluster")).toThrow(
      "audit works only on a Docker engine, and stack syfthub-kubernetes runs on kubernetes: ask the cluster.",
    );
  });
});
