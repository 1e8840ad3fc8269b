import { engineContainer, postgres, redis } from "../../../../components/model";
import { certificateFor } from "../../production/support/certificate";

const plain = 5432;
/** Where others get to the database. */
const encrypted = 5433;
const nodeImage = "node:22-alpine";

/** Who may use the database. */
export const login = { user: "compyle", password: "not-a-secret", database: "compyle_prod" };

function server(
  namespace: string,
  name: string,
  { image, user }: { readonly image: string; readonly user: string },
  container: object,
  port: number,
  {
    beside = [],
    volumes = [],
    targetPort = port,
  }: {
    readonly beside?: readonly object[];
    readonly volumes?: readonly object[];
    readonly targetPort?: number;
  } = {},
): readonly object[] {
  const labels = { app: name };
  const [uid, gid] = user.split(":").map(Number);
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            securityContext: { runAsUser: uid, runAsGroup: gid, fsGroup: gid },
            containers: [
              {
                name,
                image,
                ports: [{ containerPort: port }],
                readinessProbe: { tcpSocket: { port }, periodSeconds: 2 },
                ...container,
              },
              ...beside,
            ],
            volumes,
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ port, targetPort }] },
    },
  ];
}

/** Speaks TLS to who asks for it as libpq does, in front of the server: not every build of Postgres can. */
const encrypting = `
const { connect, createServer } = require("node:net");
const { TLSSocket, createSecureContext } = require("node:tls");
const { readFileSync } = require("node:fs");
const secureContext = createSecureContext({ cert: readFileSync("/tls/tls.crt"), key: readFileSync("/tls/tls.key") });
createServer((client) => {
  client.on("error", () => client.destroy());
  client.once("data", (first) => {
    const asksForTls = first.length === 8 && first.readInt32BE(4) === 80877103;
    if (asksForTls) client.write("S");
    const peer = asksForTls ? new TLSSocket(client, { isServer: true, secureContext }) : client;
    const server = connect(${plain}, "127.0.0.1");
    if (!asksForTls) server.write(first);
    for (const [one, other] of [[peer, server], [server, peer]])
      one.on("error", () => other.destroy()).on("close", () => other.destroy()).pipe(other);
  });
}).listen(${encrypted});
process.on("SIGTERM", () => process.exit());`;

/** What a provider would run outside of the stack: a Postgres and a Redis. */
export function managedStores(namespace: string): readonly object[] {
  const { certificate, key } = certificateFor([`DNS:db.${namespace}`], 2);
  const tls = { name: "tls", secret: { secretName: "db-tls", defaultMode: 0o440 } };
  const env = Object.entries({
    POSTGRES_USER: login.user,
    POSTGRES_PASSWORD: login.password,
    POSTGRES_DB: login.database,
    PGDATA: "/data/pgdata",
  }).map(([name, value]) => ({ name, value }));
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "db-tls", namespace },
      stringData: { "tls.crt": certificate, "tls.key": key },
    },
    ...server(
      namespace,
      "db",
      engineContainer(postgres("db", { version: "16", ...login })),
      {
        env,
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
      plain,
      {
        targetPort: encrypted,
        volumes: [tls, { name: "data", emptyDir: {} }],
        beside: [
          {
            name: "tls",
            image: nodeImage,
            command: ["node", "-e", encrypting],
            volumeMounts: [{ name: "tls", mountPath: "/tls" }],
          },
        ],
      },
    ),
    ...server(
      namespace,
      "redis",
      engineContainer(redis("redis", { version: "7", persistence: "append-only" })),
      { args: ["redis-server", "--requirepass", login.password, "--save", ""] },
      6379,
    ),
  ];
}
