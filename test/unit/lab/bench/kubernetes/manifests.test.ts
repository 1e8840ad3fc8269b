import { describe, expect, it } from "vitest";
import { manifestsOf } from "../../../../../lab/bench/kubernetes/manifests";

const secret = { "4dabf18193072939515e22adb298388d": "1b47", plaintext: '"seen"' };
const object = (kind: string, metadata: object, more: object = {}) => ({
  type: `kubernetes:core/v1:${kind}`,
  inputs: { apiVersion: "v1", kind, metadata, ...more },
});

describe("the manifests of a stack", () => {
  const state = JSON.stringify({
    deployment: {
      resources: [
        { type: "pulumi:pulumi:Stack" },
        { type: "pulumi:providers:kubernetes", inputs: {} },
        object("Secret", { name: "key", namespace: "shop" }, { stringData: { key: secret } }),
        object("Namespace", { name: "shop" }),
      ],
    },
  });

  it("are its objects in another namespace, which comes first, with secrets as they are", () => {
    expect(manifestsOf(state, "beside")).toEqual([
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "beside" } },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "key", namespace: "beside" },
        stringData: { key: "seen" },
      },
    ]);
  });

  it("are empty for a stack of which nothing was made", () => {
    expect(manifestsOf('{"deployment":{}}', "beside")).toEqual([]);
  });
});
