import { Backup } from "./backup/backup";
import { Offsite } from "./backup/offsite";
import { Acme } from "./ingress/acme";
import { Certificates } from "./ingress/certificates";
import { Kong } from "./ingress/kong";
import { Proxy } from "./ingress/proxy";
import { SiteServer } from "./ingress/site-server";
import { Sites } from "./ingress/sites";
import { Traefik } from "./ingress/traefik";
import { Networks } from "./network/networks";
import { Metrics } from "./observability/metrics";
import { Buckets } from "./stores/buckets";
import { Credentials } from "./stores/credentials";
import { Replicas } from "./stores/replicas";
import { Sentinels } from "./stores/sentinels";
import { Store } from "./stores/store";
import { Images } from "./workload/images";
import { Job } from "./workload/job";
import { ScheduledJob } from "./workload/scheduled";
import { Secrets } from "./workload/secrets";
import { Service } from "./workload/service";
import type { children } from "./children";

/** The class of each kind of component below the platform. */
export const kinds = {
  acme: Acme,
  backup: Backup,
  buckets: Buckets,
  certificates: Certificates,
  credentials: Credentials,
  images: Images,
  job: Job,
  kong: Kong,
  metrics: Metrics,
  networks: Networks,
  offsite: Offsite,
  proxy: Proxy,
  replicas: Replicas,
  scheduledJob: ScheduledJob,
  secrets: Secrets,
  sentinels: Sentinels,
  service: Service,
  siteServer: SiteServer,
  sites: Sites,
  store: Store,
  traefik: Traefik,
} as const satisfies Readonly<
  Record<Exclude<keyof typeof children, "platform">, abstract new (...args: never[]) => object>
>;
