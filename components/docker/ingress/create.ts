import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { IngressEngine } from "../../model";
import type { DockerContext } from "../context";
import { Kong } from "./kong";
import { Proxy } from "./proxy";
import type { ProxyArgs } from "./shared";
import { Traefik } from "./traefik";

/** What takes the requests, once it runs. */
interface Created {
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;
}

type Create = new (context: DockerContext, args: ProxyArgs, opts?: ComponentResourceOptions) => Created;

/** Every engine by its name in the model; one that is missing is an error of the compiler. */
const engines: Readonly<Record<IngressEngine, Create>> = { nginx: Proxy, traefik: Traefik, kong: Kong };

/** Makes what takes the requests of a system. */
export function createIngress(
  context: DockerContext,
  args: ProxyArgs,
  opts: ComponentResourceOptions,
): Created {
  const Engine = engines[args.ingress.engine ?? "nginx"];
  return new Engine(context, args, opts);
}
