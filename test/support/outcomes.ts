import type { AwsApi } from "../../components/aws/runtime";
import type { Engine } from "../../components/docker/runtime";
import type { Cluster } from "../../components/kubernetes/runtime";

/** An engine on which every container does as it should, for programs that make nothing and only show what they would make. */
export const noEngine: Engine = {
  becomesHealthy: () => Promise.resolve({ ok: true }),
  runsToEnd: () => Promise.resolve({ ok: true }),
  userOf: () => Promise.resolve(""),
  startOf: () => Promise.resolve({ entrypoint: ["/entry"], command: ["serve"] }),
};

/** A cluster in which everything goes well. */
export const noCluster: Cluster = {
  rolledOut: () => Promise.resolve({ ok: true }),
  completed: () => Promise.resolve({ ok: true }),
  ready: () => Promise.resolve({ ok: true }),
  grown: () => Promise.resolve({ ok: true }),
};

/** An account in which everything goes well. */
export const noApi: AwsApi = {
  rolledOut: () => Promise.resolve({ ok: true }),
  completed: () => Promise.resolve({ ok: true }),
};
