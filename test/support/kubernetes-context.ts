import { output, secret } from "@pulumi/pulumi";
import type { KubernetesContext } from "../../components/kubernetes/context";
import { isConfidential, partsOf, refsOf, type Value } from "../../components/model";
import { readable } from "../unit/stacks/systems/readable";
import { settings } from "./kubernetes";
import { noCluster } from "./outcomes";

function told(value: Value) {
  const text = partsOf(value).map(readable).join("");
  return refsOf(value).some(isConfidential) ? secret(text) : output(text);
}

/** What a component of the Kubernetes target needs of its system, told by names alone. */
export const context: KubernetesContext = {
  prefix: "shop-dev",
  system: "shop",
  stack: "dev",
  namespace: "shop",
  settings,
  scraped: false,
  origin: () => undefined,
  image: ({ reference }) => reference,
  engineImage: (reference) => reference,
  resolve: told,
  isHidden: isConfidential,
  initially: told,
  cluster: noCluster,
};
