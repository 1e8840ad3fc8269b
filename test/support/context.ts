import { output, secret, type Output } from "@pulumi/pulumi";
import type { DockerContext } from "../../components/docker/context";
import { isConfidential, partsOf, refsOf, type Value } from "../../components/model";
import { readable } from "../unit/stacks/systems/readable";
import { noEngine } from "./outcomes";

function told(value: Value): Output<string> {
  const text = partsOf(value).map(readable).join("");
  return refsOf(value).some(isConfidential) ? secret(text) : output(text);
}

/** What a component of the Docker target needs of its system, told by names alone. */
export const context: DockerContext = {
  prefix: "shop-dev",
  system: "shop",
  stack: "dev",
  networks: (part, publishes = false) => [
    { name: `${part} network`, alias: part },
    ...(publishes ? [{ name: `${part} outside` }] : []),
  ],
  outside: (part) => ({ name: `${part} outside` }),
  host: () => undefined,
  lowered: () => false,
  image: ({ name }) => ({ reference: `sha256:${name}`, watch: { [`/src/${name}`]: "/app/src" } }),
  engineImage: (reference) => ({ reference: `sha256:${reference}`, watch: {} }),
  resolve: told,
  initially: told,
  prober: () => ({ volumes: [{ fromContainer: "prober", readOnly: true }], dependsOn: [] }),
  engine: noEngine,
};
