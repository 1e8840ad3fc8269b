/**
 * What runs the measured: an engine, whose containers are asked by names that stay; or a cluster, whose DNS tells of the pods that there are. Or a
 * cluster with a Prometheus for all of its systems, which an operator (https://prometheus-operator.dev) tells of the pods. Or tasks of ECS, which
 * ECS tells of, and whose metrics a service of AWS keeps.
 */
export type Place = "engine" | "cluster" | "operator" | "managed";

/** What follows a service's name where a cluster's DNS tells of each of its pods. */
export const instancesEnding = "-instances";
