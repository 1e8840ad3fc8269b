import { Backup } from "./backup/backup";
import { Backups } from "./backup/backups";
import { Vaults } from "./backup/vault";
import { Balancer } from "./ingress/balancer";
import { Cdn } from "./ingress/distribution";
import { Proxy } from "./ingress/proxy";
import { Sites } from "./ingress/sites";
import { Network } from "./network/network";
import { Monitoring } from "./observability/monitoring";
import { Notify } from "./observability/notify";
import { Prometheus } from "./observability/prometheus";
import { Broker } from "./stores/kafka";
import { Objects } from "./stores/objects";
import { Database } from "./stores/postgres";
import { Cache } from "./stores/redis";
import { Server } from "./stores/server";
import { Volume } from "./stores/volume";
import { Job } from "./workload/job";
import { Secrets } from "./workload/secrets";
import { Service } from "./workload/service";
import type { children } from "./children";

/** The class of each kind of component below the platform. */
export const kinds = {
  backup: Backup,
  backups: Backups,
  balancer: Balancer,
  broker: Broker,
  cache: Cache,
  cdn: Cdn,
  database: Database,
  job: Job,
  monitoring: Monitoring,
  network: Network,
  notify: Notify,
  objects: Objects,
  prometheus: Prometheus,
  proxy: Proxy,
  secrets: Secrets,
  server: Server,
  service: Service,
  sites: Sites,
  vaults: Vaults,
  volume: Volume,
} as const satisfies Readonly<
  Record<Exclude<keyof typeof children, "platform">, abstract new (...args: never[]) => object>
>;
