import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { containerArgs } from "../../../../components/docker/workload/container.args";
import { engineContainer, type Postgres } from "../../../../components/model";
import { projectRoot } from "../../../../setup/workspace";
import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { engine, eventually, execIn } from "../engine";

const label = { "dev.trireme.test": "postgres" };

/** The id of an official image, or of the one in its place here; pulled where the engine has neither. */
export async function present(official: string): Promise<string> {
  const name = localSubstitutes(projectRoot)[official] ?? official;
  const image = engine().getImage(name);
  try {
    return (await image.inspect()).Id;
  } catch {
    const pulled = await engine().pull(name);
    await new Promise<void>((resolve, reject) => {
      engine().modem.followProgress(pulled, (error) => (error === null ? resolve() : reject(error)));
    });
    return (await image.inspect()).Id;
  }
}

/** A folder of data, and the servers that were started on it one after the other. */
export class Data {
  readonly volume = `trireme-e2e-postgres-${randomBytes(4).toString("hex")}`;
  private server: Docker.Container | undefined;

  /** Starts the container that the product would make of a store, but that its password is not a file. */
  async start(store: Postgres): Promise<Docker.Container> {
    await this.stop();
    const { image, command, user, env, scratch, health, dataPath = "" } = engineContainer(store);
    const plain = Object.entries(env as Readonly<Record<string, string>>).filter(
      ([name]) => name !== "POSTGRES_PASSWORD_FILE",
    );
    const args = containerArgs({
      image: await present(image),
      command,
      env: { ...Object.fromEntries(plain), POSTGRES_PASSWORD: "test" },
      user,
      scratch,
      health,
      resources: store.resources,
      labels: {},
    });
    const check = args.healthcheck as { readonly tests: string[]; readonly retries: number };
    const second = 1e9;
    this.server = await engine().createContainer({
      Image: args.image as string,
      Cmd: args.command as string[],
      Env: args.envs as string[],
      User: args.user as string,
      Labels: label,
      Healthcheck: { Test: check.tests, Interval: second, Timeout: 5 * second, Retries: check.retries },
      HostConfig: {
        NetworkMode: "none",
        ReadonlyRootfs: args.readOnly as boolean,
        Tmpfs: args.tmpfs as Record<string, string>,
        SecurityOpt: args.securityOpts as string[],
        CapDrop: ["ALL"],
        Binds: [`${this.volume}:${dataPath}`],
        RestartPolicy: { Name: args.restart as string },
      },
    });
    await this.server.start();
    return this.server;
  }

  /** Starts it, and waits until it serves. */
  async serve(store: Postgres): Promise<Docker.Container> {
    const server = await this.start(store);
    const { probe } = engineContainer(store).health;
    const argv = "command" in probe ? probe.command : [];
    await eventually(`${store.version} serves`, async () =>
      (await execIn(server, argv)).code === 0 ? true : undefined,
    );
    return server;
  }

  /** Stops the server as a release does, and leaves the data. */
  async stop(): Promise<void> {
    await this.server?.stop({ t: 60 }).catch(() => undefined);
    await this.server?.remove({ force: true, v: true });
    this.server = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await engine()
      .getVolume(this.volume)
      .remove({ force: true })
      .catch((error: unknown) => {
        if ((error as { readonly statusCode?: number }).statusCode !== 404) throw error;
      });
  }
}

/** What SQL answers, a line each; it fails at the first error. */
export async function sql(
  server: Docker.Container,
  store: Pick<Postgres, "owner" | "databaseName">,
  text: string,
): Promise<readonly string[]> {
  const options = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-U", store.owner];
  const { code, output } = await execIn(server, ["psql", ...options, "-d", store.databaseName, "-c", text]);
  if (code !== 0) throw new Error(`${text}\n${output}`);
  return output.trim().split("\n");
}
