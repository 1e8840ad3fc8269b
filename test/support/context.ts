import { output, secret } from "@pulumi/pulumi";
import type { DockerContext } from "../../components/docker/context";
import { isConfidential, partsOf, refsOf, type Value } from "../../components/model";
import { readable } from "../stacks/systems/readable";

/** What a component of the Docker target needs of its system, told by names alone. */
export const context: DockerContext = {
  prefix: "shop-dev",
  system: "shop",
  stack: "dev",
  networks: (part) => [{ name: `${part} network`, alias: part }],
  outside: (part) => ({ name: `${part} outside` }),
  image: ({ name }) => ({ reference: `sha256:${name}`, watch: { [`/src/${name}`]: "/app/src" } }),
  engineImage: (reference) => ({ reference: `sha256:${reference}`, watch: {} }),
  resolve: (value: Value) => {
    const text = partsOf(value).map(readable).join("");
    return refsOf(value).some(isConfidential) ? secret(text) : output(text);
  },
};
