import { sysctlsOf, ulimitsOf, type Job, type Service, type System } from "../../model";
import type { Refusal } from "../../shared/refusal";

/** What a kubelet lets every pod set (https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/, as of 1.29). */
const safe: readonly string[] = [
  "kernel.shm_rmid_forced",
  ...["fin_timeout", "keepalive_intvl", "keepalive_probes", "keepalive_time", "syncookies"].map(
    (name) => `net.ipv4.tcp_${name}`,
  ),
  ...["ip_local_port_range", "ip_local_reserved_ports", "ip_unprivileged_port_start", "ping_group_range"].map(
    (name) => `net.ipv4.${name}`,
  ),
];

function refusalsOf(path: string, workload: Service | Job): readonly Refusal[] {
  const signal = workload.kind === "service" ? (workload.drain?.signal ?? "SIGTERM") : "SIGTERM";
  return [
    ...ulimitsOf(workload).map(({ name }) => ({
      path: `${path}.ulimits.${name}`,
      set: true,
      message:
        "a pod has no such field: a container has the limits of its node's runtime; leave ulimits out, and set them there (containerd: LimitNOFILE of its unit)",
    })),
    ...sysctlsOf(workload).map(({ name }) => ({
      path: `${path}.sysctls["${name}"]`,
      set: !safe.includes(name),
      message: `is not taken by every kubelet; allowed are ${safe.join(", ")}. Leave it out on Kubernetes`,
    })),
    {
      path: `${path}.init`,
      set: workload.init === true && signal !== "SIGTERM",
      message: `makes the pod's own process the first one, to which drain.signal ${signal} would be sent in place of yours; leave one of the two out`,
    },
  ];
}

/** What Kubernetes has no field for of how processes are started and bounded. */
export function processRefusals(system: System): readonly Refusal[] {
  return [
    ...system.services.flatMap((service) => refusalsOf(`services.${service.name}`, service)),
    ...system.jobs.flatMap((job) => refusalsOf(`jobs.${job.name}`, job)),
  ];
}
