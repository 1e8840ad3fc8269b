import type { CustomResourceOptions } from "@pulumi/pulumi";
import { toolsImage } from "../../model";
import { placeScript, probeScript, proberFolder } from "../../render/probe";
import { containerArgs } from "./container.args";
import { labels, type DockerContext, type Prober } from "../context";
import { oneShot } from "./one-shot";

const component = "prober";

/**
 * The tools that ask instances for their health: a container puts them into a volume without a name, once, which instances
 * mount read-only. New tools make a new container with a new volume: who runs keeps what he started with.
 */
export function prober(context: DockerContext, opts: CustomResourceOptions): Prober {
  const shape = containerArgs({
    image: context.engineImage(toolsImage).reference,
    user: "0:0",
    volumes: [{ containerPath: proberFolder }],
    labels: labels(context, component, "volume"),
    resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "16Mi", limit: "64Mi" } },
  });
  const { container, succeeded } = oneShot(
    context,
    `${context.prefix}-${component}`,
    {
      what: "placing the tools that ask instances for their health",
      shape: {
        ...shape,
        entrypoints: ["sh", "-c", placeScript, "sh", probeScript],
        networkMode: "none",
      },
      deadline: 60,
    },
    { deleteBeforeReplace: false, ...opts },
  );
  return {
    volumes: [{ fromContainer: container.name, readOnly: true }],
    dependsOn: [succeeded],
  };
}
