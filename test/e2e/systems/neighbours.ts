import { engine } from "../docker/engine";
import { removeDatabase, startDatabase, substituted, type Elsewhere } from "../features/support/elsewhere";

const network = "ten-e2e-elsewhere";
const password = "elsewhere";
const server: Elsewhere = {
  ...{ network, host: "database.elsewhere", image: "pgvector/pgvector:pg15-bookworm" },
  ...{ database: "compyle", user: "compyle", password },
};
const node = "node:22-alpine";
/** Answers every request, as Qdrant does that of its health and Slack a message. */
const answering = 'require("node:http").createServer((_, response) => response.end("ok")).listen(6333)';

/** What the systems reach that no stack of theirs runs: a database, a Redis, and a server that answers. */
export class Neighbours {
  private constructor(
    readonly network: string,
    /** URL of a Postgres that takes connections over TLS alone. */
    readonly database: string,
    readonly redis: string,
    readonly qdrant: string,
  ) {}

  static async start(): Promise<Neighbours> {
    // Two of one name would leave containers without a network: another run of the suite goes on, or left it.
    await engine().createNetwork({ Name: network, CheckDuplicate: true });
    try {
      const database = await startDatabase(server);
      await started("redis", "redis:7-alpine", ["redis-server", "--requirepass", password]);
      await started("answers", node, ["node", "-e", answering]);
      const redis = `redis://:${password}@redis.elsewhere:6379`;
      return new Neighbours(network, database, redis, "http://answers.elsewhere:6333");
    } catch (error) {
      await removed();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await removed();
  }
}

async function started(name: string, image: string, command: readonly string[]): Promise<void> {
  const container = await engine().createContainer({
    name: `${network}-${name}`,
    Image: substituted(image),
    Cmd: [...command],
    HostConfig: { NetworkMode: network, Init: true },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [`${name}.elsewhere`] } } },
  });
  await container.start();
}

/** All of it, also where only a part was started. */
async function removed(): Promise<void> {
  await removeDatabase(server).catch(() => undefined);
  for (const name of ["redis", "answers"])
    await engine()
      .getContainer(`${network}-${name}`)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  await engine().getNetwork(network).remove();
}
