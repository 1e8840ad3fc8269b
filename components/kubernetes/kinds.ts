import { Agents } from "./workload/agents";
import { Backup } from "./backup/backup";
import { Certificates } from "./ingress/certificates";
import { Gateway } from "./ingress/gateway";
import { NginxIngress } from "./ingress/ingress";
import { Proxy } from "./ingress/proxy";
import { SiteServer } from "./ingress/site-server";
import { Namespace } from "./namespace";
import { Networks } from "./network/networks";
import { OperatorObjects } from "./observability/operator/objects";
import { CloudNative } from "./stores/cloudnative";
import { Buckets } from "./stores/buckets";
import { Credentials } from "./stores/credentials";
import { Peers } from "./stores/set/peers";
import { Replicas } from "./stores/replicas/replicas";
import { Sentinel } from "./stores/sentinel";
import { Store } from "./stores/store";
import { Job } from "./workload/job";
import { Secrets } from "./workload/secrets";
import { Service } from "./workload/service";
import type { children } from "./children";

/** The class of each kind of component below the platform. */
export const kinds = {
  agents: Agents,
  backup: Backup,
  buckets: Buckets,
  certificates: Certificates,
  cloudNative: CloudNative,
  credentials: Credentials,
  gateway: Gateway,
  ingress: NginxIngress,
  job: Job,
  namespace: Namespace,
  networks: Networks,
  operatorObjects: OperatorObjects,
  peers: Peers,
  proxy: Proxy,
  replicas: Replicas,
  secrets: Secrets,
  sentinel: Sentinel,
  service: Service,
  siteServer: SiteServer,
  store: Store,
} as const satisfies Readonly<
  Record<Exclude<keyof typeof children, "platform">, abstract new (...args: never[]) => object>
>;
