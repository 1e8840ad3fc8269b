import type { input } from "@pulumi/kubernetes/types";

export type Rule = input.networking.v1.NetworkPolicyIngressRule;
export type Peer = input.networking.v1.NetworkPolicyPeer;
export type Port = input.networking.v1.NetworkPolicyPort;

/** Ports over TCP. */
export function tcp(ports: readonly number[]): Port[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

/** All pods of a namespace. */
export function namespaced(name: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}
