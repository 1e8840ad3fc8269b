import { labelNames, type System } from "../../model";
import { answers, imageOf, made, resources, scrapeOf, type Made } from "./parts";

const root = "/host";
/** Apart from the container's own `/run`, which has the tools that ask for its health. */
const socket = "/engine";

/**
 * How full the engine's disk is, which every container sees of the files that the engine mounts into it; with `hostMetrics`
 * all of the machine, whose root is then mounted for reading.
 */
export function nodeExporter(system: System): Made {
  const whole = system.monitoring?.hostMetrics === true;
  const service = made("node-exporter", {
    image: imageOf("node-exporter", "node-exporter"),
    command: [
      ...(whole
        ? [`--path.rootfs=${root}`, `--path.procfs=${root}/proc`, `--path.sysfs=${root}/sys`]
        : ["--collector.disable-defaults", "--collector.filesystem"]),
      "--web.disable-exporter-metrics",
      "--web.listen-address=:9100",
    ],
    env: {},
    port: 9100,
    health: answers("/"),
    resources: resources(0.02, 16, { cpu: 0.25, memory: 64 }),
  });
  return {
    service,
    path: whole ? "monitoring.hostMetrics" : "monitoring.metrics",
    // The mount table and the counters of the kernel are the machine's own only through its root.
    ...(whole ? { host: { mounts: [{ from: "/", path: root }] } } : {}),
    scrape: scrapeOf(service),
  };
}

/** Labels of containers that are labels of what is measured, by what they are called there. */
const kept = {
  [labelNames.system]: "system",
  [labelNames.stack]: "stack",
  [labelNames.component]: "component",
};

/**
 * Use of processors and memory by container. It knows them by the control groups in `/sys`, and their names by asking the
 * engine at its socket: whoever reaches that may do what the engine may, so it has no way out, and none in but Prometheus's.
 */
export function cadvisor(): Made {
  const service = made("cadvisor", {
    image: imageOf("cadvisor", "cadvisor"),
    command: [
      `--docker=unix://${socket}/docker.sock`,
      "--docker_only=true",
      "--store_container_labels=false",
      `--whitelisted_container_labels=${Object.keys(kept).join(",")}`,
      "--housekeeping_interval=30s",
      "--port=8080",
    ],
    env: {},
    port: 8080,
    user: "0:0",
    health: answers("/healthz"),
    resources: resources(0.1, 96, { cpu: 0.5, memory: 256 }),
  });
  return {
    service,
    path: "monitoring.hostMetrics",
    host: {
      mounts: [
        { from: "/", path: "/rootfs" },
        { from: "/var/run", path: socket },
        { from: "/sys", path: "/sys" },
        { from: "/var/lib/docker", path: "/var/lib/docker" },
      ],
    },
    scrape: scrapeOf(service, {
      relabel: Object.entries(kept).map(([label, to]) => ({
        from: `container_label_${label.replace(/[^a-zA-Z0-9]/g, "_")}`,
        to,
      })),
    }),
  };
}
