import { expect, it } from "vitest";
import { cpuUsage, diskFree, memoryUsage } from "../../../../../components/model";
import { signalExpr } from "../../../../../components/render/prometheus/signals";
import { shop } from "../../../../support/valid";

const of = (signal: Parameters<typeof signalExpr>[0]): string => signalExpr(signal, shop, "operator");

it("asks what a cluster's own monitoring has of every pod, by the component and the name that rules know", () => {
  const cpu = of(cpuUsage({ of: ["worker", "api"], above: 0.7, over: "5m" }));
  expect(cpu).toContain(
    'rate(container_cpu_usage_seconds_total{container!="",container!="POD",pod=~"(?:api|worker)(?:-[0-9]+|-[a-z0-9]+-[a-z0-9]{5})"}[5m])',
  );
  expect(cpu).toContain('kube_pod_container_resource_limits{container!="",container!="POD",pod=~');
  expect(cpu).toContain('"component", "$1", "pod", "(.+)-[a-z0-9]+-[a-z0-9]{5}")');
  expect(cpu).toMatch(/^sum by \(component, name\) .* > 0\.7$/);
  const memory = of(memoryUsage({ above: 0.8 }));
  expect(memory).toContain('container_memory_working_set_bytes{container!="",container!="POD"}');
  expect(memory).toContain('resource="memory"');
  expect(memory).toMatch(/^max by \(component, name\) .* > 0\.8$/);
  expect(of(diskFree({ below: 0.1 }))).toBe(
    'min by (device) (label_replace(kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes, "device", "$1", "persistentvolumeclaim", "(.+)")) < 0.1',
  );
});
