import { describe, expect, it } from "vitest";
import { needsOf, onDockerAlone } from "../../../../cli/stack/needs";

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

describe("a command for Docker alone", () => {
  it("is refused on Kubernetes with what to do instead", () => {
    expect(() => onDockerAlone("dev", "audit", "ask the cluster")).not.toThrow();
    expect(() => onDockerAlone("syfthub-kubernetes", "audit", "ask the cluster")).toThrow(
      "audit works only on a Docker engine, and stack syfthub-kubernetes runs on kubernetes: ask the cluster.",
    );
  });
});
