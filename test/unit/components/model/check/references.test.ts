import { describe, expect, it } from "vitest";
import {
  backup,
  hex,
  inBase64,
  kafka,
  lazily,
  postgres,
  rsa,
  serviceUrl,
  template,
  type Service,
  type System,
  type Value,
} from "../../../../../components/model";
import {
  api,
  cache,
  db,
  dbProps,
  development,
  image,
  migrate,
  errors,
  proxy,
  shop,
  signingKey,
  uploads,
  web,
} from "../../../../support/valid";

/** The shop whose frontend has one more variable. */
const naming = (value: Value): System => ({
  ...shop,
  services: [api, { ...web, env: { ...web.env, LINK: value } }],
});
const withWeb = (change: Partial<Service>): System => ({ ...shop, services: [api, { ...web, ...change }] });
const keys = rsa("keys");

describe("references", () => {
  it("to a service that does not exist", () => {
    expect(errors(naming(serviceUrl("apu")))).toEqual([
      'services.web.env.LINK: names service "apu" (url), but there is no service "apu"; the services are "api" and "web"',
    ]);
  });

  it("to a store that is not among the system's", () => {
    const forgotten = postgres("orders", { version: "16", database: "orders", user: "orders" });
    expect(errors(naming(template`${forgotten.host}:${forgotten.port}`))).toEqual([
      'services.web.env.LINK: names store "orders" (host), but there is no store "orders"; the stores are "cache", "db" and "uploads"',
      'services.web.env.LINK: names store "orders" (port), but there is no store "orders"; the stores are "cache", "db" and "uploads"',
    ]);
  });

  it("to a secret that is not among the system's", () => {
    expect(errors(naming(hex("session-key").value))).toEqual([
      'services.web.env.LINK: names secret "session-key" (value), but there is no secret "session-key"; the only secret is "signing-key"',
    ]);
  });

  it("to any secret in a system without secrets", () => {
    const bare = { ...shop, services: [{ ...web, env: { KEY: signingKey.value } }], secrets: [] };
    expect(errors({ ...bare, ingress: undefined })).toEqual([
      'services.web.env.KEY: names secret "signing-key" (value), but there is no secret "signing-key"; the system has no secrets',
    ]);
  });

  it("to a port that a service does not have", () => {
    expect(errors(naming(serviceUrl("api", "debug")))).toEqual([
      'services.web.env.LINK: service "api" has no port "debug"; its ports are "admin" and "main"',
    ]);
    expect(errors(naming(serviceUrl("api", "admin")))).toEqual([]);
    expect(errors(naming(serviceUrl("api", "main")))).toEqual([]);
  });

  it("to a worker, which has no port", () => {
    const worker = { ...web, name: "worker", port: undefined, env: {}, health: undefined };
    const broken = { ...naming(serviceUrl("worker")), ingress: undefined };
    expect(errors({ ...broken, services: [...broken.services, worker] })).toEqual([
      'services.web.env.LINK: service "worker" has no port to reach; give it one, or drop the reference',
    ]);
    const main = { ...naming(serviceUrl("worker", "main")), ingress: undefined };
    expect(errors({ ...main, services: [...main.services, worker] })).toEqual([
      'services.web.env.LINK: service "worker" has no port to reach; give it one, or drop the reference',
    ]);
  });

  it("to the URL of a volume", () => {
    expect(errors(naming({ ref: "store", name: "uploads", attribute: "url" }))).toEqual([
      'services.web.env.LINK: "uploads" is a volume: it has no url; mount it instead (mounts: [{ volume: "uploads", path: … }])',
    ]);
  });

  it("to what an engine does not offer", () => {
    expect(errors(naming({ ref: "store", name: "cache", attribute: "database" }))).toEqual([
      'services.web.env.LINK: a redis store has no database; it offers "host", "password", "port", "sentinelName" and "url"',
    ]);
  });

  it("to a part that a secret does not have", () => {
    const secrets = [signingKey, keys];
    expect(errors({ ...naming({ ...signingKey.value, part: "publicKey" }), secrets })).toEqual([
      'services.web.env.LINK: secret "signing-key" is a single value: it has no publicKey',
    ]);
    expect(errors({ ...naming({ ...keys.privateKey, part: "value" }), secrets })).toEqual([
      'services.web.env.LINK: secret "keys" is a key pair: name its privateKey or publicKey',
    ]);
    expect(errors({ ...naming(inBase64(keys.privateKey)), secrets })).toEqual([]);
  });

  it("from files, jobs and templates as well", () => {
    const lost = hex("lost").value;
    const files = { "/etc/web.conf": { content: template`key = ${lost}` } };
    const job = { ...migrate, env: { KEY: lost } };
    const why =
      'names secret "lost" (value), but there is no secret "lost"; the only secret is "signing-key"';
    expect(errors({ ...withWeb({ files }), jobs: [job] })).toEqual([
      `services.web.files["/etc/web.conf"]: ${why}`,
      `jobs.migrate.env.KEY: ${why}`,
    ]);
  });

  it("from certificates, tokens, buckets, receivers and managed stores", () => {
    const lost = hex("lost").value;
    const bucket = { to: "bucket" as const, bucket: "b", accessKey: lost, secretKey: lost };
    const broken: System = {
      ...shop,
      stores: [postgres("db", { ...dbProps, external: { url: lost, readUrl: lost } }), cache, uploads],
      ingress: {
        ...proxy,
        tls: { mode: "custom", certificate: lost, key: lost },
        gateway: { jwt: { paths: ["/"], issuer: "shop", publicKey: lost } },
      },
      backups: [
        backup("copies", { of: uploads, schedule: "0 2 * * *", keep: { count: 1 }, destinations: [bucket] }),
      ],
      monitoring: {
        alerts: [],
        receivers: [
          { type: "slack", webhook: lost, channel: "#ops" },
          { type: "pagerduty", serviceKey: lost },
          { type: "email", to: "ops@example.com" },
        ],
      },
    };
    const why =
      'names secret "lost" (value), but there is no secret "lost"; the only secret is "signing-key"';
    expect(errors(broken)).toEqual(
      [
        "ingress.tls.certificate",
        "ingress.tls.key",
        "ingress.gateway.jwt.publicKey",
        "backups.copies.destinations[0].accessKey",
        "backups.copies.destinations[0].secretKey",
        "monitoring.receivers[0].webhook",
        "monitoring.receivers[1].serviceKey",
        "stores.db.external.url",
        "stores.db.external.readUrl",
      ].map((path) => `${path}: ${why}`),
    );
  });

  it("of a broker to a ZooKeeper that is not there", () => {
    const events = kafka("events", { version: "7.5.0", zookeeper: "keeper" });
    expect(errors({ ...shop, stores: [...shop.stores, events] })).toEqual([
      'stores.events.zookeeper: there is no zookeeper store "keeper"; the system has no zookeeper stores',
    ]);
  });
});

describe("secrets in arguments", () => {
  it("would show in the process list", () => {
    expect(errors(withWeb({ command: ["serve", template`--key=${signingKey.value}`, db.url] }))).toEqual([
      'services.web.command[1]: secret "signing-key" (value) would show in the process list; pass it in env or files and read it there',
      'services.web.command[2]: store "db" (url) would show in the process list; pass it in env or files and read it there',
    ]);
  });

  it("leave what is not confidential alone: a host, a public key", () => {
    const command = ["serve", template`${db.host}:${db.port}`, keys.publicKey];
    expect(errors({ ...withWeb({ command }), secrets: [signingKey, keys] })).toEqual([]);
  });
});

describe("mounts", () => {
  it("of a volume that does not exist", () => {
    expect(errors(withWeb({ mounts: [{ volume: "db", path: "/data" }] }))).toEqual([
      'services.web.mounts[0].volume: there is no volume "db"; the only volume is "uploads"',
    ]);
  });

  const mounting = (change: Partial<Service>): readonly string[] => {
    const system = withWeb({ mounts: [{ volume: "uploads", path: "/uploads" }], ...change });
    return errors({
      ...system,
      services: system.services.map((one) => (one.name === "api" ? { ...one, mounts: [] } : one)),
    });
  };

  it("by several writers of a volume for one", () => {
    const several = 'write to volume "uploads", which is for one; give the volume access: "many"';
    expect(mounting({ replicas: 3 })).toEqual([`services.web.mounts[0]: 3 instances would ${several}`]);
    expect(mounting({ autoscale: { min: 1, max: 5 } })).toEqual([
      `services.web.mounts[0]: 5 instances would ${several}`,
    ]);
  });

  it("by several readers are fine, and by several writers of a volume for many", () => {
    const readOnly = [{ volume: "uploads", path: "/uploads", readOnly: true }];
    expect(mounting({ replicas: 3, mounts: readOnly })).toEqual([]);
    const shared = { ...uploads, access: "many" as const };
    const system = withWeb({ mounts: [{ volume: "uploads", path: "/uploads" }], replicas: 3 });
    expect(errors({ ...system, stores: [db, cache, shared] })).toEqual([]);
  });
});

describe("the order of starting", () => {
  it("has no cycle", () => {
    const calling = { ...api, env: { ...api.env, WEB_URL: web.url } };
    expect(errors({ ...shop, services: [calling, web] })).toEqual([
      "services.api: the references api → web → api form a cycle, so none can start first; wrap one of them in lazily(…)",
    ]);
  });

  it("has no cycle of three, told once, from where it begins", () => {
    const link = (name: string, next: string) => ({ ...web, name, env: { NEXT: serviceUrl(next) } });
    const services = [link("entry", "a"), link("a", "b"), link("b", "c"), link("c", "a")];
    expect(
      errors({ ...shop, environment: development.name, services, jobs: [], ingress: undefined }),
    ).toEqual([
      "services.a: the references a → b → c → a form a cycle, so none can start first; wrap one of them in lazily(…)",
    ]);
  });

  it("may have two services that call each other when one does so lazily", () => {
    const calling = { ...api, env: { ...api.env, WEB_URL: lazily(web.url) } };
    expect(errors({ ...shop, services: [calling, web] })).toEqual([]);
  });

  it("lets a service know its own address", () => {
    expect(errors({ ...shop, services: [{ ...api, env: { ...api.env, OWN: api.url } }, web] })).toEqual([]);
  });

  it("names only services that there are", () => {
    const job = { ...migrate, image: image("api"), before: ["apis"] };
    expect(errors({ ...withWeb({ after: ["worker"] }), jobs: [job] })).toEqual([
      'services.web.after: there is no service "worker"; the services are "api" and "web"',
      'jobs.migrate.before: there is no service "apis"; the services are "api" and "web"',
    ]);
  });
});
