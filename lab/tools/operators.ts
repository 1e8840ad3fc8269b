import { join } from "node:path";
import { obtainBuild, type GoBuild } from "../build/go";
import type { Progress } from "../../setup/progress";

const operator: GoBuild = {
  module: "prometheus-operator",
  packages: ["operator", "prometheus-config-reloader"].map(
    (name) => `github.com/prometheus-operator/prometheus-operator/cmd/${name}`,
  ),
  ldflags: ["-s -w"],
};

const adapter: GoBuild = {
  module: "prometheus-adapter",
  packages: ["sigs.k8s.io/prometheus-adapter/cmd/adapter"],
  ldflags: ["-s -w"],
};

/** Paths of programs that a team's cluster runs: the Prometheus Operator, what reloads its Prometheus, and what tells autoscalers of metrics. */
export async function obtainOperators(
  progress: Progress,
): Promise<Readonly<Record<"operator" | "reloader" | "adapter", string>>> {
  const operated = await obtainBuild(operator, "the Prometheus Operator", progress);
  const adapted = await obtainBuild(adapter, "prometheus-adapter", progress);
  return {
    operator: join(operated, "operator"),
    reloader: join(operated, "prometheus-config-reloader"),
    adapter: join(adapted, "adapter"),
  };
}
