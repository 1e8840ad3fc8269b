import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { GeneratedSecrets, type SecretsArgs } from "../../shared/secrets";

/** The secrets of a system on a Docker engine. */
export class Secrets extends GeneratedSecrets {
  constructor(prefix: string, args: SecretsArgs, opts?: ComponentResourceOptions) {
    super("trireme:docker:Secrets", prefix, args, opts);
  }
}
