import {
  mergeOptions,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type ResourceTransformation,
} from "@pulumi/pulumi";

/**
 * What an engine sets for good when it makes a container, and the provider says to have updated: the old health check went on, and the
 * new one stood in the state alone
 * (https://github.com/kreuzwerker/terraform-provider-docker/blob/master/internal/provider/resource_docker_container_funcs.go,
 * `resourceDockerContainerUpdate`).
 */
const setForGood = ["healthcheck", "init", "tmpfs"];

/** Replaces a container where something of it changes that the engine cannot change. */
export const replaced: ResourceTransformation = ({ type, props, opts }) => {
  if (type !== "docker:index/container:Container") return undefined;
  const further: CustomResourceOptions = { replaceOnChanges: setForGood };
  return { props, opts: mergeOptions(opts, further) };
};

/** Options of a platform whose containers are as they are described. */
export function asDescribed(opts: ComponentResourceOptions = {}): ComponentResourceOptions {
  return { ...opts, transformations: [...(opts.transformations ?? []), replaced] };
}
