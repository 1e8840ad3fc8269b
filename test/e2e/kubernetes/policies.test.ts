import { describe, expect, it } from "vitest";
import { apply, ask, eventually, inNamespace, pod, ready, web } from "./cluster";

function policy(namespace: string, name: string, spec: object): object {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name, namespace }, spec };
}

const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

/** curl's words for: no name, and no connection. */
const UNNAMED = "curl 6";
const REFUSED = "curl 7";

describe("a NetworkPolicy", () => {
  it("lets exactly the pairs through that it names, on one node and between nodes", async () => {
    await inNamespace(async (namespace) => {
      const on = (node: string) => ({ nodeName: node });
      await apply(
        ...web(namespace, "web", 2),
        ...["node1", "node2"].flatMap((node) => [
          pod(namespace, `friend-${node}`, on(node), { role: "friend" }),
          pod(namespace, `stranger-${node}`, on(node), { role: "stranger" }),
        ]),
      );
      await ready(
        namespace,
        "deployment/web",
        "pod/friend-node1",
        "pod/friend-node2",
        "pod/stranger-node1",
        "pod/stranger-node2",
      );
      for (const from of ["friend-node1", "stranger-node2"])
        expect(await ask(namespace, from, "http://web/")).toBe("200");

      const friend = { matchLabels: { role: "friend" } };
      await apply(
        policy(namespace, "nothing", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
        policy(namespace, "names", { podSelector: {}, policyTypes: ["Egress"], egress: [dns] }),
        policy(namespace, "to-web", {
          podSelector: { matchLabels: { app: "web" } },
          policyTypes: ["Ingress"],
          ingress: [{ from: [{ podSelector: friend }], ports: [{ port: "http" }] }],
        }),
        policy(namespace, "from-friend", {
          podSelector: friend,
          policyTypes: ["Egress"],
          egress: [{ to: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 80 }] }],
        }),
      );
      await eventually(
        20,
        () => ask(namespace, "stranger-node1", "http://web/"),
        (found) => found === REFUSED,
      );
      for (const node of ["node1", "node2"]) {
        // Six times: the Service picks a pod of its own accord, on this node or on the other.
        for (let attempt = 0; attempt < 6; attempt += 1) {
          expect(await ask(namespace, `friend-${node}`, "http://web/")).toBe("200");
          expect(await ask(namespace, `stranger-${node}`, "http://web/")).toBe(REFUSED);
        }
        expect(await ask(namespace, `stranger-${node}`, "https://kubernetes.default/")).toBe(REFUSED);
        expect(await ask(namespace, `friend-${node}`, "https://kubernetes.default/")).toBe(REFUSED);
      }
    });
  });

  it("keeps names from pods that may not ask for them", async () => {
    await inNamespace(async (namespace) => {
      await apply(...web(namespace, "web", 1), pod(namespace, "client"));
      await ready(namespace, "deployment/web", "pod/client");
      await apply(policy(namespace, "nothing", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }));
      expect(
        await eventually(
          20,
          () => ask(namespace, "client", "http://web/"),
          (found) => found !== "200",
        ),
      ).toBe(UNNAMED);
      // The kubelet's probes come from the node itself, which no policy keeps out.
      await ready(namespace, "deployment/web");
    });
  });
});
