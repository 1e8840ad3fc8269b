import type * as docker from "@pulumi/docker";
import { output, type ComponentResourceOptions, type ResourceTransformation } from "@pulumi/pulumi";
import { labelNames, type System } from "../../model";

/** Has the engine write beside each line whose it is: the file alone is called by the container's id. */
const labelled: ResourceTransformation = ({ type, props, opts }) => {
  if (type !== "docker:index/container:Container") return undefined;
  const { logOpts } = props as docker.ContainerArgs;
  if (logOpts === undefined) return undefined;
  const labels = [labelNames.component, labelNames.stack].join(",");
  return { props: { ...props, logOpts: output(logOpts).apply((own) => ({ ...own, labels })) }, opts };
};

/** Options of a platform whose containers' logs are collected. */
export function collectedLogs(
  { monitoring }: Pick<System, "monitoring">,
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  if (monitoring?.logs === undefined) return opts;
  return { ...opts, transformations: [...(opts.transformations ?? []), labelled] };
}
