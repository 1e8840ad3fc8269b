import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { GeneratedSecrets, type SecretsArgs } from "../../shared/secrets";

/** The secrets of a system in a cluster. */
export class Secrets extends GeneratedSecrets {
  constructor(prefix: string, args: SecretsArgs, opts?: ComponentResourceOptions) {
    super("trireme:kubernetes:Secrets", prefix, args, opts);
  }
}
