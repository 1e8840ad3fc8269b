import { describe, expect, it } from "vitest";
import { nodeFiles } from "../../../../lab/cluster/configuration";
import { layoutOf } from "../../../../lab/cluster/layout";

const layout = layoutOf(0, 2, "/cache");
const [first, second] = layout.nodes.map((node) => nodeFiles(layout, node, "trireme.local/pause:1"));

describe("the files of a node", () => {
  it("hold no path that two nodes write to", () => {
    const folders = /\/cache\/[\w./-]+/g;
    const written = (files = {}) =>
      Object.values<string>(files)
        .flatMap((text) => text.match(folders) ?? [])
        .filter((path) => !path.includes("/pki/"));
    expect(written(first).length).toBeGreaterThan(4);
    expect(written(first).filter((path) => written(second).includes(path))).toEqual([]);
  });

  it("give each node's pods addresses of their own", () => {
    expect(first?.["cni/10-pods.conflist"]).toContain("10.244.1.0/24");
    expect(second?.["cni/10-pods.conflist"]).toContain("10.244.2.0/24");
  });

  it("name the image of the pause container", () => {
    expect(first?.["containerd.toml"]).toContain('sandbox_image = "trireme.local/pause:1"');
  });

  it("let the kubelet in by certificates and the API's own decision alone", () => {
    const kubelet = JSON.parse(first?.["kubelet.json"] ?? "{}") as Record<string, unknown>;
    expect(kubelet).toMatchObject({
      authentication: { anonymous: { enabled: false } },
      authorization: { mode: "Webhook" },
      readOnlyPort: 0,
    });
  });
});
