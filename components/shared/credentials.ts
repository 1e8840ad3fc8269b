import type { Output } from "@pulumi/pulumi";
import { accountOf, engineContainer, template, type RotatingStore, type Server, type Value } from "../model";
import {
  applyScript,
  credentialScripts,
  credentialsFolder,
  loginRole,
  redisHash,
  retireScript,
  scramVerifier,
} from "../render/credentials";
import { sentinelCredentials, type CredentialMembers } from "../render/sentinel-credentials";
import { rabbitmqCredentials, rabbitmqFile } from "../render/rabbitmq-credentials";
import type { StoreAddress } from "./addresses";
import type { GeneratedSecrets, StorePasswords } from "./secrets";

/** A store whose credentials change while it runs. */
export interface Credited {
  readonly store: RotatingStore;
  readonly passwords: StorePasswords;
  /** All servers of a Redis that Sentinels watch. @default it has one */
  readonly members?: CredentialMembers;
}

/** Seconds for a login and a few statements. */
export const credentialsDeadline = 120;

/** Whether a store has to be told who logs in once it runs: of what it was started with, it knows no more than its owner. */
export function needsCredentials(store: RotatingStore, generation: number): boolean {
  return generation > 0 || (store.engine === "postgres" && store.connectionLimit !== undefined);
}

/** Where a store is reached, and as whom where its owner's connections could not be counted. */
export function loggedIn(
  store: Server,
  address: StoreAddress,
  secrets: Pick<GeneratedSecrets, "storePasswords">,
): StoreAddress {
  if (store.engine !== "postgres" || store.connectionLimit === undefined) return address;
  const { generation, current } = secrets.storePasswords(store.name);
  return { ...address, credentials: { user: loginRole(store, generation), password: current } };
}

/** What the scripts read of the store; passwords come in files. */
export function credentialEnvironment({
  store,
  passwords,
  members,
}: Credited): Readonly<Record<string, Value>> {
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
      return members === undefined
        ? { STORE_HOST: store.host, STORE_PORT: store.port }
        : {
            SERVERS: members.servers.join(" "),
            SENTINELS: members.sentinels.join(" "),
            SET_NAME: members.setName,
          };
    default:
      return store satisfies never;
  }
}

/** The scripts, and what they read, by path. */
export function credentialFiles({
  store,
  passwords,
  members,
}: Credited): Readonly<Record<string, { readonly content: string | Output<string> }>> {
  const { apply, retire } = members === undefined ? credentialScripts(store.engine) : sentinelCredentials;
  const { current, previous, initial } = passwords;
  const files: Record<string, string | Output<string>> = { current, previous, initial };
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
