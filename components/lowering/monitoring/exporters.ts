import {
  engineContainer,
  isServer,
  template,
  urlWith,
  type Kafka,
  type Mariadb,
  type Postgres,
  type Redis,
  type Server,
  type ServiceProps,
  type System,
} from "../../model";
import { answersItself } from "../../render/prometheus/signals";
import type { Place } from "../../render/prometheus/place";
import type { Scrape } from "../../render/prometheus/scrapes";
import { answers, imageOf, made, nobody, resources, scrapeOf, type Made } from "./parts";

const small = resources(0.01, 16, { cpu: 0.2, memory: 64 });
const path = "monitoring.metrics";

type Exporter = Pick<ServiceProps, "image" | "env" | "port" | "health"> &
  Partial<Pick<ServiceProps, "command" | "user">>;

function ofPostgres(store: Postgres, name: string, place: Place): Exporter {
  // The driver asks for TLS where nothing is said, as a cloud's own databases do. How a managed one is spoken to, its own URL says.
  const plain = store.external?.url === undefined && store.tls !== true && place !== "managed";
  return {
    image: imageOf(name, "postgres-exporter"),
    env: { DATA_SOURCE_NAME: plain ? urlWith(store.url, { params: { sslmode: "disable" } }) : store.url },
    port: 9187,
    health: answers("/"),
  };
}

function ofRedis(store: Redis, name: string, place: Place): Exporter {
  return {
    image: imageOf(name, "redis-exporter"),
    env:
      store.external?.url === undefined && place !== "managed"
        ? { REDIS_ADDR: template`redis://${store.host}:${store.port}`, REDIS_PASSWORD: store.password }
        : { REDIS_ADDR: store.url },
    port: 9121,
    user: "59000:59000",
    health: answers("/health"),
  };
}

function ofKafka(store: Kafka, name: string, place: Place): Exporter {
  return {
    image: imageOf(name, "kafka-exporter"),
    command: [
      template`--kafka.server=${store.host}:${store.port}`,
      ...(place === "managed" ? ["--tls.enabled"] : []),
    ],
    env: {},
    port: 9308,
    health: answers("/healthz"),
  };
}

function ofMariadb(store: Mariadb, name: string): Exporter {
  return {
    image: imageOf(name, "mysqld-exporter"),
    command: [
      template`--mysqld.address=${store.host}:${store.port}`,
      template`--mysqld.username=${store.user}`,
      // Of one database an account sees no more than it may; what else is asked by default needs rights over the whole server.
      "--no-collect.slave_status",
      "--no-collect.info_schema.innodb_cmpmem",
      "--no-collect.info_schema.innodb_cmp",
    ],
    env: { MYSQLD_EXPORTER_PASSWORD: store.password },
    port: 9104,
    health: answers("/"),
  };
}

/** The exporter beside a store, which reads it as its consumers do; undefined where its engine has none. */
function exporterOf(store: Server, name: string, place: Place): Exporter | undefined {
  if (store.engine === "postgres") return ofPostgres(store, name, place);
  if (store.engine === "redis") return ofRedis(store, name, place);
  if (store.engine === "mariadb") return ofMariadb(store, name);
  return store.engine === "kafka" ? ofKafka(store, name, place) : undefined;
}

/** Stores that answer Prometheus by themselves. */
function ownScrape(store: Server): Scrape | undefined {
  if (!answersItself(store)) return undefined;
  const { main, metrics = main } = engineContainer(store).ports;
  return {
    job: store.name,
    service: store.name,
    instances: { [store.name]: template`${store.host}:${metrics}` },
  };
}

/** The scrapes of stores that need no exporter. */
export function storeScrapes(system: System): readonly Scrape[] {
  return system.stores.filter(isServer).flatMap((store) => ownScrape(store) ?? []);
}

/**
 * The exporters of a system's stores.
 *
 * @param place what runs the stores. @default "engine"
 */
export function storeExporters(system: System, place: Place = "engine"): readonly Made[] {
  return system.stores.filter(isServer).flatMap((store) => {
    const name = `${store.name}-exporter`;
    const exporter = exporterOf(store, name, place);
    if (exporter === undefined) return [];
    const of = made(name, { user: nobody, resources: small, ...exporter });
    // What is measured is the store: `up` is 0 for it where its exporter does not answer.
    return [{ service: of, path, scrape: scrapeOf(of, { service: store.name }) }];
  });
}
