import { inject, describe, expect, it } from "vitest";
import { apply, ask, eventually, idle, inNamespace, kubectl, objectOf, pod, ready, web } from "./cluster";

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName?: string };
    readonly status: {
      readonly podIP?: string;
      readonly containerStatuses?: readonly {
        readonly state: { readonly waiting?: { readonly reason?: string } };
      }[];
    };
  }[];
}

describe("the cluster", () => {
  it("serves a Service's pods on every node to a pod, by its name", async () => {
    await inNamespace(async (namespace) => {
      await apply(...web(namespace, "web", 2), pod(namespace, "client"));
      await ready(namespace, "deployment/web", "pod/client");
      const { items } = await objectOf<Pods>("pods", "--namespace", namespace, "--selector=app=web");
      expect(new Set(items.map(({ spec }) => spec.nodeName)).size).toBe(2);
      expect(await ask(namespace, "client", "http://web/")).toBe("200");
      for (const { status } of items)
        expect(await ask(namespace, "client", `http://${status.podIP ?? ""}/`)).toBe("200");
    });
  });

  it("gives a load balancer an address that the host reaches", async () => {
    await inNamespace(async (namespace) => {
      await apply(...web(namespace, "web", 1, { type: "LoadBalancer" }));
      await ready(namespace, "deployment/web");
      const address = ["--output=jsonpath={.status.loadBalancer.ingress[0].ip}"];
      const { stdout } = await eventually(
        20,
        () => kubectl(["get", "service", "web", "--namespace", namespace, ...address]),
        (found) => found.stdout !== "",
      );
      const answer = await eventually(
        20,
        () =>
          fetch(`http://${stdout}/`).then(
            ({ status }) => status,
            () => 0,
          ),
        (status) => status !== 0,
      );
      expect(answer).toBe(200);
    });
  });

  it("makes volumes that belong to the pod's group, and that two nodes share", async () => {
    await inNamespace(async (namespace) => {
      const onNode = (node: string) => ({
        nodeName: undefined,
        nodeSelector: { "kubernetes.io/hostname": node },
        securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 3000 },
        containers: [{ ...idle(), volumeMounts: [{ name: "data", mountPath: "/data" }] }],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      });
      await apply(
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "data", namespace },
          spec: {
            accessModes: ["ReadWriteMany"],
            storageClassName: "fast-ssd",
            resources: { requests: { storage: "500Gi" } },
          },
        },
        pod(namespace, "writer", onNode("node1")),
        pod(namespace, "reader", onNode("node2")),
      );
      await ready(namespace, "pod/writer", "pod/reader");
      const shell = (name: string, script: string) =>
        kubectl(["exec", "--namespace", namespace, name, "--", "sh", "-c", script]);
      await shell("writer", "echo kept > /data/file");
      expect((await shell("reader", "cat /data/file; stat -c %g /data/file")).stdout).toBe("kept\n3000\n");
    });
  });

  it("refuses a pod that Pod Security forbids", async () => {
    await inNamespace(
      async (namespace) => {
        await expect(apply(pod(namespace, "root"))).rejects.toThrow(/violates PodSecurity "restricted/);
      },
      { "pod-security.kubernetes.io/enforce": "restricted" },
    );
  });

  it("tells at once of an image that no node has", async () => {
    await inNamespace(async (namespace) => {
      await apply(
        pod(namespace, "absent", { containers: [{ name: "main", image: "trireme.local/absent:1" }] }),
      );
      const waiting = await eventually(
        20,
        async () => (await objectOf<Pods["items"][number]>("pod", "absent", "--namespace", namespace)).status,
        ({ containerStatuses }) => /Image/.test(containerStatuses?.[0]?.state.waiting?.reason ?? ""),
      );
      expect(waiting.containerStatuses?.[0]?.state.waiting?.reason).toMatch(
        /^(ErrImagePull|ImagePullBackOff)$/,
      );
    });
  });

  it("moves pods to another node when theirs is drained", async () => {
    await inNamespace(async (namespace) => {
      await apply(...web(namespace, "web", 2));
      await ready(namespace, "deployment/web");
      try {
        const options = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"];
        await kubectl(["drain", "node2", ...options]);
        await ready(namespace, "deployment/web");
        const { items } = await objectOf<Pods>("pods", "--namespace", namespace, "--selector=app=web");
        expect(items.map(({ spec }) => spec.nodeName)).toEqual(["node1", "node1"]);
      } finally {
        await kubectl(["uncordon", "node2"]);
      }
    });
  });

  it("measures pods, so that an autoscaler sees their processor time", async () => {
    await inNamespace(async (namespace) => {
      const busy = {
        ...idle(),
        command: ["sh", "-c", "while :; do :; done"],
        resources: { requests: { cpu: "50m" }, limits: { cpu: "100m" } },
      };
      const labels = { app: "busy" };
      await apply(
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "busy", namespace },
          spec: {
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: { terminationGracePeriodSeconds: 0, containers: [busy] },
            },
          },
        },
        {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "busy", namespace },
          spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "busy" },
            maxReplicas: 2,
            metrics: [
              {
                type: "Resource",
                resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
              },
            ],
          },
        },
      );
      const replicas = await eventually(
        120,
        () =>
          kubectl([
            "get",
            "deployment",
            "busy",
            "--namespace",
            namespace,
            "--output=jsonpath={.spec.replicas}",
          ]),
        ({ stdout }) => stdout.trim() === "2",
      );
      expect(replicas.stdout.trim()).toBe("2");
    });
  });

  it("runs the image that was loaded into it", async () => {
    const { items } = await objectOf<{
      readonly items: readonly {
        // An image whose last name went to a newer one has `null` for its names.
        readonly status: { readonly images: readonly { readonly names: readonly string[] | null }[] };
      }[];
    }>("nodes");
    for (const { status } of items)
      expect(
        status.images.flatMap(({ names }) => names ?? []).some((name) => name.endsWith(inject("image"))),
      ).toBe(true);
  });
});
