import { describe, expect, it } from "vitest";
import { baseObjects } from "../../../../lab/cluster/base-objects";

const objects = baseObjects({
  coredns: "trireme.local/coredns:1",
  metricsServer: "trireme.local/metrics-server:1",
});

describe("what an empty cluster is given", () => {
  it("is applied to the collection of its own namespace, once", () => {
    const places = objects.map(({ collection, manifest }) => `${collection}/${manifest.metadata.name}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { collection, manifest } of objects)
      expect(/\/namespaces\/([^/]+)\//.exec(collection)?.[1]).toBe(manifest.metadata.namespace);
  });

  it("has one class of storage that claims get by default", () => {
    const classes = objects.filter(({ manifest }) => manifest.kind === "StorageClass");
    expect(classes.map(({ manifest }) => manifest.metadata.name)).toEqual(["standard", "fast-ssd"]);
    const defaults = classes.filter(({ manifest }) =>
      JSON.stringify(manifest).includes('is-default-class":"true"'),
    );
    expect(defaults).toHaveLength(1);
  });

  it("runs no container as root or with a capability", () => {
    const text = JSON.stringify(objects.filter(({ manifest }) => manifest.kind === "Deployment"));
    expect(text.match(/"runAsNonRoot":true/g)).toHaveLength(2);
    expect(text.match(/"drop":\["ALL"\]/g)).toHaveLength(2);
  });
});
