import { isServer, type Backup, type Postgres, type Volume } from "../../components/model";
import { environment, systems } from "./aws-stores";

function found(): {
  readonly database: Postgres;
  readonly files: Volume;
  readonly daily: Backup;
  readonly attachments: Backup;
} {
  const { stores, backups } = systems.simplr(environment("production"));
  const database = stores.find((store): store is Postgres => isServer(store) && store.engine === "postgres");
  const files = stores.find((store): store is Volume => !isServer(store));
  const [daily, attachments] = backups;
  if (database === undefined || files === undefined || daily === undefined || attachments === undefined)
    throw new Error("Simplr has a database, a volume and a backup of each");
  return { database, files, daily, attachments };
}

/** What Simplr saves in production: its database, its files, and the backup of each. */
export const { database, files, daily, attachments } = found();
