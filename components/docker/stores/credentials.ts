import type * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { accountOf, engineContainer, template, type RotatingStore, type Value } from "../../model";
import {
  applyScript,
  credentialScripts,
  credentialsFolder,
  loginRole,
  redisHash,
  retireScript,
  scramVerifier,
} from "../../render/credentials";
import { rabbitmqCredentials, rabbitmqFile } from "../../render/rabbitmq-credentials";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles, type ContainerFile } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import type { StorePasswords } from "../../shared/secrets";
import type { Store } from "./store";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface CredentialsArgs {
  readonly store: RotatingStore;
  readonly passwords: StorePasswords;
  /** The store whose credentials they are. */
  readonly of: Store;
}

/** Seconds for a login and a few statements. */
const deadline = 120;

/** Whether a store has to be told who logs in once it runs: of what it was started with, it knows no more than its owner. */
export function needsCredentials(store: RotatingStore, generation: number): boolean {
  return generation > 0 || (store.engine === "postgres" && store.connectionLimit !== undefined);
}

/**
 * Brings a store's current password into force between the store and its consumers: the store knows it before the
 * first of them uses it, and goes on taking the one before.
 */
export class Credentials extends ComponentResource {
  /** The container that did it, once the password is in force. */
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, args: CredentialsArgs, opts?: ComponentResourceOptions) {
    const { store, of } = args;
    const component = `${store.name}-credentials`;
    super("trireme:docker:Credentials", `${context.prefix}-${component}`, {}, opts);
    const engine = engineContainer(store);
    const image = context.engineImage(engine.image).reference;
    const files = containerFiles(context, component, filesOf(args), {
      image,
      owner: engine.user,
      parent: this,
    });
    const shape = containerArgs({
      image,
      command: ["sh", applyScript],
      env: {
        ...Object.fromEntries(
          Object.entries(environmentOf(args)).map(([name, value]) => [name, context.resolve(value)]),
        ),
        // A store that was made again may have been started again as well.
        STORE_CONTAINER: of.container.name,
      },
      user: engine.user,
      volumes: files.volumes,
      networks: context.networks(store.name).map(({ name }) => ({ name })),
      labels: { ...labels(context, store.name, "credentials"), ...files.labels },
    });
    this.ready = oneShot(
      context,
      `${context.prefix}-${component}`,
      { what: `the change of the credentials of "${store.name}"`, shape, deadline },
      { parent: this, dependsOn: [of.ready, ...files.dependsOn] },
    ).succeeded;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.credentials> {
    return nodesOf(this, children.credentials);
  }
}

/** What the scripts read of the store; passwords come in files. */
function environmentOf({ store, passwords }: CredentialsArgs): Readonly<Record<string, Value>> {
  switch (store.engine) {
    case "postgres":
      return {
        PGHOST: store.host,
        PGPORT: store.port,
        PGDATABASE: store.databaseName,
        PGCONNECT_TIMEOUT: 10,
        OWNER: store.owner,
        CURRENT_ROLE: loginRole(store, passwords.generation),
        PREVIOUS_ROLE: loginRole(store, passwords.generation - 1),
        ...(store.connectionLimit === undefined ? {} : { CONNECTION_LIMIT: store.connectionLimit }),
      };
    case "rabbitmq":
      return {
        API: template`http://${store.host}:${engineContainer(store).ports.management ?? 0}`,
        OWNER: store.owner,
        CURRENT_ROLE: accountOf(store, passwords.generation),
        PREVIOUS_ROLE: accountOf(store, passwords.generation - 1),
      };
    case "redis":
      return { STORE_HOST: store.host, STORE_PORT: store.port };
    default:
      return store satisfies never;
  }
}

function filesOf({ store, passwords }: CredentialsArgs): Readonly<Record<string, ContainerFile>> {
  const { apply, retire } = credentialScripts(store.engine);
  const { current, previous, initial } = passwords;
  const files: Record<string, ContainerFile["content"]> = { current, previous, initial };
  switch (store.engine) {
    case "postgres": {
      const role = loginRole(store, passwords.generation);
      files.verifier = current.apply((password) => scramVerifier(role, password));
      break;
    }
    case "rabbitmq":
      files[rabbitmqFile] = rabbitmqCredentials(credentialsFolder);
      break;
    case "redis":
      files["current.sha256"] = current.apply(redisHash);
      files["previous.sha256"] = previous.apply(redisHash);
      break;
    default:
      store satisfies never;
  }
  return {
    [applyScript]: { content: apply },
    [retireScript]: { content: retire },
    ...Object.fromEntries(
      Object.entries(files).map(([name, content]) => [`${credentialsFolder}/${name}`, { content }]),
    ),
  };
}
