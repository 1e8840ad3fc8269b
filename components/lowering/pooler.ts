import {
  encodePart,
  engineContainer,
  isServer,
  job,
  originOf,
  password,
  serverCertificate,
  service,
  template,
  type AnySecret,
  type Job,
  type Origins,
  type Postgres,
  type Ref,
  type Secret,
  type Service,
  type StoreRef,
  type System,
  type Template,
  type Value,
} from "../model";
import {
  accessFolder,
  accessScript,
  poolerAccess,
  poolerConfiguration,
  poolerFolder,
  poolerPort,
  poolerUser,
} from "../render/pooler";
import { secretOrigin, withComponents, type Capabilities, type Feature } from "./feature";
import { rewritten } from "./rewritten";

/**
 * PgBouncer: the one image of it that is kept up to date, runs without root and takes its files as they are
 * (https://hub.docker.com/r/edoburu/pgbouncer).
 */
export const poolerImage = "edoburu/pgbouncer:v1.24.1-p1";

const feature = "pooler";

function pooled({ stores }: System, { operated }: Capabilities): readonly Postgres[] {
  return stores
    .filter(isServer)
    .filter((store) => store.engine === "postgres")
    .filter(({ pooler, external }) => pooler === true && external === undefined)
    .filter((store) => operated?.(store) !== true);
}

const poolerOf = (store: string) => `${store}-pooler`;

/** A store's URL at its pooler, as the target would write the store's own. */
function urlAt(pooler: Service, store: Postgres, ref: StoreRef): Template {
  const query = new URLSearchParams({ ...ref.params }).toString();
  const scheme = ref.scheme ?? "postgresql";
  const path = `/${encodePart(store.databaseName)}${query === "" ? "" : `?${query}`}`;
  return template`${scheme}://${store.user}:${store.password}@${pooler.host}:${poolerPort}${path}`;
}

/** What a consumer gets in place of a reference to a store with a pooler. */
function moved(ref: Ref, poolers: ReadonlyMap<string, readonly [Postgres, Service]>): Value {
  const [store, pooler] = (ref.ref === "store" ? poolers.get(ref.name) : undefined) ?? [];
  if (ref.ref !== "store" || store === undefined || pooler === undefined) return ref;
  const { attribute } = ref;
  const replicated = (store.readReplicas ?? 0) > 0;
  if (attribute === "url" || (attribute === "readUrl" && !replicated)) return urlAt(pooler, store, ref);
  if (attribute === "host" || attribute === "port") return { ...pooler.host, attribute };
  return ref;
}

/** Lets the pooler ask for what proves a consumer's password: of the roles that consumers log in as, and of no other. */
function accessJob(store: Postgres, login: Secret): Job {
  const { image, user } = engineContainer(store);
  const file = (name: string) => `${accessFolder}/${name}`;
  return job(`${poolerOf(store.name)}-access`, {
    image: { name: `${poolerOf(store.name)}-access`, reference: image },
    command: ["sh", "-c", accessScript(file("access.sql"))],
    env: {
      PGHOST: store.host,
      PGPORT: store.port,
      PGUSER: store.user,
      PGPASSWORD: store.password,
      PGDATABASE: "postgres",
      PGSSLMODE: store.tls === true ? "require" : "prefer",
    },
    files: {
      [file("access.sql")]: { content: poolerAccess(store) },
      [file("password")]: { content: login.value },
    },
    user,
    run: "release",
    before: [poolerOf(store.name)],
    timeout: "2m",
    resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "32Mi", limit: "128Mi" } },
  });
}

function poolerService(store: Postgres, login: Secret, identity: AnySecret | undefined): Service {
  const file = (name: string) => `${poolerFolder}/${name}`;
  return service(poolerOf(store.name), {
    image: { name: poolerOf(store.name), reference: poolerImage },
    command: ["/usr/bin/pgbouncer", file("pgbouncer.ini")],
    port: poolerPort,
    env: {},
    files: {
      [file("pgbouncer.ini")]: { content: poolerConfiguration(store) },
      [file("userlist.txt")]: { content: template`"${poolerUser}" "${login.value}"\n` },
      ...(identity === undefined || !("privateKey" in identity)
        ? {}
        : {
            [file("server.crt")]: { content: identity.publicKey },
            [file("server.key")]: { content: identity.privateKey },
          }),
    },
    user: "70:70",
    health: { probe: { tcp: "main" }, interval: "5s", timeout: "3s", retries: 3 },
    // It takes no new connections then, and ends with the last one that it has.
    drain: { signal: "SIGTERM", deadline: "30s" },
    resources: { cpu: { request: 0.05, limit: 1 }, memory: { request: "32Mi", limit: "128Mi" } },
  });
}

/** A PgBouncer between a database and the services that use it; jobs and backups stay with the database itself. */
export const poolerFeature: Feature = {
  name: feature,
  applies: (system, capabilities) => pooled(system, capabilities).length > 0,
  lower: (system, capabilities) => {
    const made = pooled(system, capabilities).map((store) => {
      const login = password(`${poolerOf(store.name)}-login`);
      const identity =
        store.tls === true
          ? serverCertificate(`${poolerOf(store.name)}-tls`, { hosts: [poolerOf(store.name)] })
          : undefined;
      return {
        store,
        pooler: poolerService(store, login, identity),
        access: accessJob(store, login),
        secrets: [login, ...(identity === undefined ? [] : [identity])],
      };
    });
    const poolers = new Map(made.map(({ store, pooler }) => [store.name, [store, pooler] as const] as const));
    const origins: Origins = Object.fromEntries(
      made.flatMap(({ store, pooler, access, secrets }) =>
        [pooler.name, access.name, ...secrets.map(({ name }) => secretOrigin(name))].map((name) => [
          name,
          { feature, path: `stores.${store.name}.pooler` },
        ]),
      ),
    );
    const services = system.services.map((one) =>
      originOf(system, one.name) === undefined ? rewritten(one, (ref) => moved(ref, poolers)) : one,
    );
    return withComponents(
      { ...system, services },
      {
        services: made.map(({ pooler }) => pooler),
        jobs: made.map(({ access }) => access),
        secrets: made.flatMap(({ secrets }) => secrets),
      },
      origins,
    );
  },
};
