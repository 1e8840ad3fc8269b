import { interpolate, type Input } from "@pulumi/pulumi";
import { sslModeOf } from "../../shared/backups";
import type { BackupPlace } from "../../render/backup";
import type { AwsContext } from "../context";
import type { Secret } from "@pulumi/aws/secretsmanager";
import type { Resource } from "@pulumi/pulumi";
import { createSecret } from "../workload/secrets";
import type { BackupArgs } from "./grants";

/** How the steps of a backup reach their store. */
export interface Reach {
  readonly env: Readonly<Record<string, Input<string>>>;
  /** `valueFrom` by the variable's name. */
  readonly secrets: Readonly<Record<string, Input<string>>>;
  /** ARNs of what those name. */
  readonly arns: readonly Input<string>[];
}

const nothing: Reach = { env: {}, secrets: {}, arns: [] };

function ownSecret(
  context: AwsContext,
  args: BackupArgs,
  values: Parameters<typeof createSecret>[1]["values"],
  parent: Resource,
): Reach {
  const { backup, saved } = args;
  const role = saved.engine === "redis" ? "drill" : "backup";
  const made = createSecret(context, { component: backup.name, role, values }, parent);
  return {
    env: {},
    secrets: Object.fromEntries(Object.keys(values).map((key) => [key, made.reference(key, false)])),
    arns: [made.arn],
  };
}

function ofDatabase(credentials: Secret, env: Reach["env"]): Reach {
  return {
    env,
    secrets: { PGPASSWORD: interpolate`${credentials.arn}:password::` },
    arns: [credentials.arn],
  };
}

/** How a store is reached by the tasks that save it, and the secrets that takes. */
export function reachOf(context: AwsContext, args: BackupArgs, parent: Resource): Reach {
  const { backup, saved } = args;
  switch (saved.engine) {
    case "postgres":
      return ofDatabase(saved.component.credentials, {
        PGHOST: saved.component.instance.address,
        PGPORT: "5432",
        PGUSER: saved.store.owner,
        PGDATABASE: saved.store.databaseName,
        PGSSLMODE: "require",
      });
    case "external": {
      const { host, port, user, password, database, url } = saved.store;
      const values = {
        PGHOST: context.resolve(host),
        PGPORT: context.resolve(port),
        PGUSER: context.resolve(user),
        PGPASSWORD: context.resolve(password),
        PGDATABASE: context.resolve(database),
        PGSSLMODE: context.resolve(url).apply(sslModeOf),
      };
      return ownSecret(context, args, values, parent);
    }
    case "redis": {
      if (backup.drill === undefined) return nothing;
      const values = { PASSWORD: context.passwordOf(saved.store.name) };
      const own = ownSecret(context, args, values, parent);
      return { ...own, env: { HOST: saved.component.replicationGroup.primaryEndpointAddress } };
    }
    case "mariadb": {
      const { credentials, instance } = saved.component;
      return {
        env: { STORE_HOST: instance.address },
        secrets: { PASSWORD: interpolate`${credentials.arn}:password::` },
        arns: [credentials.arn],
      };
    }
    case "rabbitmq": {
      const own = ownSecret(context, args, { PASSWORD: context.passwordOf(saved.store.name) }, parent);
      return { ...own, env: { LOGIN: saved.store.owner } };
    }
    case "qdrant":
      return ownSecret(context, args, { PASSWORD: context.passwordOf(saved.store.name) }, parent);
    case "exported":
    case "minio":
    case "volume":
      return nothing;
    default:
      return saved satisfies never;
  }
}

/** Where the scripts of a store that a tool saves find it. */
export function placeOf({ settings }: Pick<AwsContext, "settings">, { saved }: BackupArgs): BackupPlace {
  switch (saved.engine) {
    case "qdrant":
      return { nodes: saved.component.hosts };
    case "minio":
      return { account: { region: settings.region, buckets: saved.store.buckets } };
    case "exported":
      return { exported: true };
    case "mariadb":
      return { encrypted: true };
    case "rabbitmq":
      return { host: saved.component.hosts[0] ?? saved.store.name };
    case "external":
    case "postgres":
    case "redis":
    case "volume":
      return {};
    default:
      return saved satisfies never;
  }
}
