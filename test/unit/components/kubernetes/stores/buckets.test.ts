import { describe, expect, it } from "vitest";
import { Buckets } from "../../../../../components/kubernetes/stores/buckets";
import { Store } from "../../../../../components/kubernetes/stores/store";
import { objectStore } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, only } from "../../../../support/mocks";
import { resources } from "../../../../support/valid";

const store = objectStore("objects", { version: "4.48", buckets: ["uploads", "public"], resources });

describe("the buckets of an object store in a cluster", () => {
  it("are made by a job that has the store's keys, reaches it alone, and runs again where they change", async () => {
    const made = async (buckets: readonly string[]) =>
      await deploy(() => {
        const one = { ...store, buckets };
        return new Buckets(context, { store: one, of: new Store(context, { store: one, protect: false }) });
      });
    const deployed = await made(store.buckets);
    const job = only(deployed, "Job", "shop-dev-objects-buckets");
    expect(job.dependsOn).toEqual(expect.arrayContaining(["StatefulSet shop-dev-objects"]));
    expect(job.inputs).toMatchObject({
      spec: {
        template: {
          spec: { containers: [{ name: "buckets", command: ["sh", "/opt/buckets/make.sh"] }] },
        },
      },
    });
    const files = only(deployed, "ConfigMap", "shop-dev-objects-buckets-files").inputs.data as object;
    expect(Object.values(files).join("\n")).toContain("create 'public'");
    const { egress } = only(deployed, "NetworkPolicy", "shop-dev-objects-buckets").inputs.spec as {
      egress: { ports: { port: number }[] }[];
    };
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[9000]]);
  });
});
