import { template, type StoreRef } from "../ref";
import type { Publish } from "../service";
import { recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { bytes } from "../values/units";
import { encodePart } from "../values/url";
import { command } from "../workload";
import { attribute, reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a RabbitMQ is. */
export interface RabbitmqProps extends StoreProps {
  /**
   * Name of the account that consumers log in as, an administrator: letters, digits, `_`, `.` and `-`, a letter or `_` first.
   * @example "shop"
   */
  readonly user: string;
  /**
   * The virtual host that consumers use: `/`, or a name as `user`.
   * @default "/"
   * @example "shop"
   */
  readonly virtualHost?: string;
  /**
   * Settings of rabbitmq.conf by their own names (https://www.rabbitmq.com/docs/configure).
   * @default {}
   * @example { consumer_timeout: "3600000", "log.console.level": "warning" }
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Host port of the management interface. Development only: `check` refuses it in production.
   * @default none
   * @example { port: 15672 }
   */
  readonly management?: Publish;
}

/** A broker as {@link rabbitmq} makes it. */
export interface Rabbitmq
  extends NamedStore<"rabbitmq">, Omit<RabbitmqProps, "user" | "virtualHost">, Reachable {
  /**
   * Name of the account that consumers log in as.
   * @example "shop"
   */
  readonly owner: string;
  /**
   * Name of the virtual host that the server is started with.
   * @example "/"
   */
  readonly virtualHostName: string;
  /**
   * Account that consumers log in as: by turns `owner` and another, with each rotation.
   * @example broker.user
   */
  readonly user: StoreRef;
  /**
   * Password of {@link Rabbitmq.user}, generated and rotated by the target.
   * @example broker.password
   */
  readonly password: StoreRef;
  /**
   * Virtual host that consumers use, as it is called and not as a URL has it.
   * @example broker.virtualHost
   */
  readonly virtualHost: StoreRef;
}

/**
 * A RabbitMQ with one account and one virtual host. Its URL is `amqp://user:password@host:5672/vhost`, with `%2F` for the host `/`.
 * @example
 * const broker = rabbitmq("broker", { version: "4.3", user: "shop", virtualHost: "shop", size: "20Gi" });
 */
export function rabbitmq(name: string, { user, virtualHost = "/", ...props }: RabbitmqProps): Rabbitmq {
  return {
    kind: "store",
    engine: "rabbitmq",
    name,
    ...props,
    owner: user,
    virtualHostName: virtualHost,
    ...reachable(name),
    user: attribute(name, "user"),
    password: attribute(name, "password"),
    virtualHost: attribute(name, "virtualHost"),
  };
}

/**
 * Who consumers of a RabbitMQ log in as: an account has one password at a time, so two take turns with each rotation.
 * @example
 * const second: string = accountOf(broker, 1);
 */
export function accountOf({ owner }: Pick<Rabbitmq, "owner">, generation: number): string {
  return generation % 2 === 0 ? owner : `${owner}_alt`;
}

/** Share of the container's memory above which publishers wait: RabbitMQ's own default, which it takes of the machine's. */
const watermark = 0.6;

/** The first start makes account and virtual host of it; later ones read the rest. */
const configurationFile = "/run/secrets/rabbitmq.conf";

/** Idle schedulers wait asleep, and other nodes reach this one from its own container alone: whoever has its cookie may do all. */
const machine = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}";

/** AMQP answers once all is read; that the machine behind the port is alive, its management says. */
const asked =
  "exec 3<>/dev/tcp/127.0.0.1/5672 4<>/dev/tcp/127.0.0.1/15672 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&4 && grep -q ' 200 ' <&4";

function configuration(store: Rabbitmq): Readonly<Record<string, string>> {
  const limit = store.resources?.memory.limit;
  return {
    default_user: store.owner,
    default_vhost: store.virtualHostName,
    "log.console": "true",
    ...(limit === undefined
      ? {}
      : {
          "vm_memory_high_watermark.absolute": String(Math.floor(bytes(limit) * watermark)),
          // A node writes what it has in memory to the disk.
          "disk_free_limit.absolute": String(bytes(limit)),
        }),
    ...store.parameters,
  };
}

/** One RabbitMQ node from the official image (https://hub.docker.com/_/rabbitmq), with its management interface and its metrics. */
function container(store: Rabbitmq): EngineContainer {
  const lines = Object.entries(configuration(store))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
  return {
    image: `rabbitmq:${store.version}-management`,
    user: "999:999",
    env: {
      // Its data belongs to a node of this name; the container's own changes.
      RABBITMQ_NODENAME: "rabbit@localhost",
      // Its cookie is another at each start: what mounts a volume may open it to a group, and Erlang refuses that.
      HOME: "/tmp",
      RABBITMQ_CONFIG_FILE: configurationFile,
      RABBITMQ_LOGS: "-",
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: machine,
      ERL_EPMD_ADDRESS: "127.0.0.1",
      // No dump of a crash: it would hold messages and passwords.
      ERL_CRASH_DUMP_SECONDS: "0",
    },
    files: {
      [configurationFile]: { content: template`${lines}default_pass = ${store.password}\n` },
    },
    // Its own tool starts a machine of Erlang each time.
    health: command(["bash", "-c", asked], { ...timing, startPeriod: "60s" }),
    alive: recovered,
    ports: { main: 5672, management: 15672, metrics: 15692 },
    dataPath: "/var/lib/rabbitmq",
    scratch: ["/var/log/rabbitmq"],
    url: {
      scheme: "amqp",
      credentials: "user-and-password",
      path: `/${encodePart(store.virtualHostName)}`,
    },
  };
}

export default {
  container,
  disk: "10Gi",
  attributes: ["user", "password", "virtualHost"],
  wantsBackup: () => true,
  saved: "api",
  password: "rotates",
  userOf: accountOf,
  databaseOf: ({ virtualHostName }) => virtualHostName,
  opens: ({ management }) => ({ management }),
} as const satisfies Engine<Rabbitmq>;
