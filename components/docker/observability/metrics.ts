import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { command, exporterImage, exporterComponent, type Publish } from "../../model";
import { metricsFolder } from "../../render/proxy/reload";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface MetricsArgs {
  /** Where the host answers Prometheus. @default on a private network alone */
  readonly publish?: Publish;
}

const port = 9100;
const health = command(["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}/metrics`], {
  interval: "30s",
  timeout: "5s",
  retries: 3,
});

/**
 * Metrics of what has no port of its own: text files in a volume, served to Prometheus by node-exporter. The volume is in
 * memory, so that a full disk cannot hide that something fails; whoever writes to it writes again after a restart.
 */
export class Metrics extends ComponentResource {
  /** The volume that text files are written to, `<name>.prom`, by any user. */
  readonly volume: Output<string>;
  readonly container: docker.Container;
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, { publish }: MetricsArgs, opts?: ComponentResourceOptions) {
    const name = `${context.prefix}-${exporterComponent}`;
    super("trireme:docker:Metrics", name, {}, opts);
    const volume = new docker.Volume(
      `${context.prefix}-metrics`,
      { driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=16m,mode=1777" } },
      { parent: this },
    );
    this.volume = volume.name;
    const shape = containerArgs({
      image: context.engineImage(exporterImage).reference,
      command: [
        "--collector.disable-defaults",
        "--collector.textfile",
        `--collector.textfile.directory=${metricsFolder}`,
        "--web.disable-exporter-metrics",
        `--web.listen-address=:${port}`,
      ],
      user: "65534:65534",
      volumes: [{ volumeName: volume.name, containerPath: metricsFolder, readOnly: true }],
      networks: [
        ...context.networks(exporterComponent),
        ...(publish === undefined ? [] : [context.outside(exporterComponent)]),
      ],
      ports: publish === undefined ? [] : [{ internal: port, host: publish }],
      health,
      resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "16Mi", limit: "64Mi" } },
      labels: labels(context, exporterComponent, "metrics"),
    });
    this.container = new docker.Container(name, shape, {
      parent: this,
      deleteBeforeReplace: true,
    });
    this.ready = healthy(context, this.container, "the metrics exporter", {
      deadline: healthDeadline(health),
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.metrics> {
    return nodesOf(this, children.metrics);
  }
}
