import { all, output, type Output } from "@pulumi/pulumi";
import { container, type ContainerSpec } from "./task.args";

/** The JSON of a task's containers: the same specifications give the same bytes. */
export function containerDefinitions(specs: readonly ContainerSpec[]): Output<string> {
  return all(specs.map((spec) => output(container(spec)))).apply((containers) => JSON.stringify(containers));
}
