import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { GeneratedSecrets, type SecretsArgs } from "../../shared/secrets";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/** The secrets of a system on a Docker engine. */
export class Secrets extends GeneratedSecrets {
  constructor(prefix: string, args: SecretsArgs, opts?: ComponentResourceOptions) {
    super("trireme:docker:Secrets", prefix, args, opts);
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.secrets> {
    return nodesOf(this, children.secrets);
  }
}
