import { inject } from "vitest";
import { prefixOf, referencesOf } from "../../../components/model";
import { loadImages, official } from "../../../lab/cluster/images";
import { runningCluster } from "../../../lab/cluster/record";
import { progressOn } from "../../../setup/progress";
import definition from "../../support/cellar";
import type { Place } from "../features/support/cellar";
import { storesArePutBack } from "../features/support/stores";
import { kubectl } from "./cluster";

const namespace = (stack: string): string => prefixOf(definition.name, stack);

const inCluster: Place = {
  file: "  trireme:target: kubernetes\n",
  sh: async (stack, part, script, role) => {
    const container = role === "service" ? part : role;
    const where = ["--namespace", namespace(stack), `deployment/${part}`, "--container", container];
    const { code, stdout, stderr } = await kubectl(["exec", ...where, "--", "sh", "-c", script], true);
    return { code, output: code === 0 ? stdout : stdout + stderr };
  },
  remove: async (stack) => {
    await kubectl(["delete", "namespace", namespace(stack), "--ignore-not-found", "--wait"]);
  },
};

// Commands of the checkout reach the suite's cluster.
Object.assign(process.env, inject("env"));
const cluster = runningCluster();
if (cluster === undefined) throw new Error("The suite's cluster does not run.");
const { own, engines } = referencesOf(
  definition.system({
    ...{
      name: "development",
      domain: "cellar.localhost",
      repository: "r",
      tag: "v1",
      replicas: 1,
      ports: {},
    },
  }),
  true,
);
await loadImages(cluster, [...own, ...engines].map(official), process.env, progressOn());

storesArePutBack("cellar-k8s", inCluster);
