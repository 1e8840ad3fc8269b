import { once } from "node:events";
import {
  consumersOf,
  encodePart,
  engineContainer,
  engineOf,
  isServer,
  type EngineName,
  type Server,
  type System,
} from "../../components/model";
import { PlainError, UsageError } from "../../setup/errors";
import { runAttached } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { command, optional, parsedAs, required, several } from "../command-line/declaration";
import { operationsOf } from "../runtime";
import { storeCredentials, type StoreCredentials } from "../stack/credentials";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";

const host = "127.0.0.1";

/**
 * The store of a name, where a tunnel can lead to it.
 *
 * @throws UsageError naming those that there are
 */
export function connected(system: System, name: string, stack: string): Server {
  const servers = system.stores.filter(isServer);
  const found = servers.find((one) => one.name === name);
  if (found === undefined)
    throw new UsageError(
      `There is no store "${name}" in stack ${stack}; ${servers.length === 0 ? "it has none" : `its stores are ${servers.map((one) => one.name).join(", ")}`}.`,
    );
  if (found.external !== undefined)
    throw new UsageError(
      `Store ${name} is external: stack ${stack} does not run it. Connect with the URL that it was given.`,
    );
  return found;
}

type Variables = Readonly<Record<string, string>>;

/** A variable, where there is a value for it. */
function given(name: string, value: string | undefined): Variables {
  return value === undefined ? {} : { [name]: value };
}

interface Opened extends StoreCredentials {
  readonly port: string;
  readonly database: string | undefined;
}

/** What the clients of an engine read. */
const clients: Readonly<Partial<Record<EngineName, (opened: Opened) => Variables>>> = {
  // https://www.postgresql.org/docs/current/libpq-envars.html
  postgres: ({ port, user, password, database }) => ({
    ...{ PGHOST: host, PGPORT: port },
    ...given("PGUSER", user),
    ...given("PGPASSWORD", password),
    ...given("PGDATABASE", database),
  }),
  // https://mariadb.com/docs/server/server-management/variables-and-modes/mariadb-environment-variables
  mariadb: ({ port, password }) => ({
    ...{ MYSQL_HOST: host, MYSQL_TCP_PORT: port },
    ...given("MYSQL_PWD", password),
  }),
  // https://redis.io/docs/latest/develop/tools/cli/
  redis: ({ password }) => given("REDISCLI_AUTH", password),
};

/** What a client is told of a store at a port of this machine: its engine's own variables, and the same for every engine. */
export function clientEnvironment(store: Server, at: number, credentials: StoreCredentials): Variables {
  const { url } = engineContainer(store);
  const { user, password } = credentials;
  const port = String(at);
  const database = engineOf(store).databaseOf?.(store);
  const who =
    url.credentials === undefined || password === undefined
      ? ""
      : `${url.credentials === "password" ? "" : encodePart(user ?? "")}:${encodePart(password)}@`;
  return {
    ...{ STORE_HOST: host, STORE_PORT: port },
    ...given("STORE_USER", user),
    ...given("STORE_PASSWORD", password),
    ...given("STORE_DATABASE", database),
    ...given("STORE_URL", url.scheme && `${url.scheme}://${who}${host}:${port}${url.path ?? ""}`),
    ...clients[store.engine]?.({ ...credentials, port, database }),
  };
}

export const declaration = command({
  name: "connect",
  group: "Look",
  summary: "Lead a port of this machine to a store, for one command",
  description:
    "The way ends with the command, or without one at Ctrl-C. The command has PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE of a Postgres, REDISCLI_AUTH of a Redis, MYSQL_HOST, MYSQL_TCP_PORT and MYSQL_PWD of a MariaDB, and of each STORE_HOST, STORE_PORT, STORE_USER, STORE_PASSWORD, STORE_DATABASE and STORE_URL, as far as it has such. A store that speaks TLS does so here, with a certificate for its own name. On AWS the way goes through a task of a service that uses the store, and takes AWS's session-manager-plugin and the stack's aws.shell.",
  stack: true,
  arguments: {
    store: required("<store>", "name of a store"),
    words: several("[command...]", "a command on this machine and its arguments, after --"),
  },
  options: {
    port: parsedAs("--port <number>", "port of this machine; any that is free without it", (text) => {
      const port = Number(text);
      if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
      throw new UsageError(`--port takes a number from 1 to 65535, not "${text}".`);
    }),
    instance: optional("--instance <name>", "this server of several; the first one without it"),
  },
  examples: [
    ["connect prod db -- psql", "a session in the database, with its password"],
    ["connect prod redis -- sh -c 'redis-cli -p $STORE_PORT info'", "one command"],
    ["connect dev db --port 5433", "until Ctrl-C, for a tool of one's own"],
  ],
  async run({ stack, options, arguments: { store: name, words } }) {
    const system = systemOf(stack);
    const store = connected(system, name, stack);
    const env = await prepareFor(stack, ["cli", "engine"], progressOn());
    const credentials = words.length === 0 ? {} : await storeCredentials(stack, store, env);
    const services = new Set(system.services.map((one) => one.name));
    const tunnel = await operationsOf(stack, env).tunnel(store, {
      ...{ port: options.port ?? 0, instance: options.instance },
      through: consumersOf(system, name).filter((one) => services.has(one)),
    });
    const broken = tunnel.broken.then((reason) => {
      throw new PlainError(`The way to ${name} ended. ${reason}`);
    });
    try {
      const [program, ...args] = words;
      if (program !== undefined)
        return await Promise.race([
          runAttached(program, args, {
            env: { ...env, ...clientEnvironment(store, tunnel.port, credentials) },
          }),
          broken,
        ]);
      console.log(`${name} answers at ${host}:${tunnel.port} until this command ends (Ctrl-C).`);
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM"), broken]);
      return 0;
    } finally {
      await tunnel.close();
    }
  },
});
