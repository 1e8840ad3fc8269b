import {
  externalStores,
  isSavable,
  readUrl,
  type Backup,
  type Server,
  type Store,
  type System,
  type Value,
  type Volume,
} from "../model";
import { passwordPath } from "../render/backup";
import type { Refusal } from "./refusal";

/** What those who save a store over its network log in with, as a file; nothing where it asks for none. */
export function passwordFile(store: Server | Volume): Readonly<Record<string, { readonly content: Value }>> {
  if (store.engine === "minio") return { [passwordPath]: { content: store.secretKey } };
  return "password" in store ? { [passwordPath]: { content: store.password } } : {};
}

/** What cannot be saved of a store that runs elsewhere. */
function externalRefusals({ name, pointInTime }: Backup, store: Store, target: string): readonly Refusal[] {
  return [
    {
      path: `backups.${name}`,
      set: store.engine !== "postgres",
      message: `of the external stores the ${target} target saves Postgres, by a dump over the network, and not ${store.engine}; back it up where it runs, and leave this backup out`,
    },
    {
      path: `backups.${name}.pointInTime`,
      set: pointInTime !== undefined,
      message: `"${store.name}" is an external store, which archives its own log; leave pointInTime out`,
    },
  ];
}

/** What of a system's backups the scripts do not do, on whatever target they run. */
export function backupRefusals(system: System, target: string): readonly Refusal[] {
  const external = externalStores(system);
  return system.backups.flatMap((backup) => {
    const { name, store: of, form, destinations } = backup;
    const store = system.stores.find((candidate) => candidate.name === of);
    return [
      {
        path: `backups.${name}`,
        set: store !== undefined && !isSavable(store),
        message: `the ${target} target does not back up ${store?.engine ?? ""}; back it up by its own tools, and leave this backup out`,
      },
      {
        path: `backups.${name}.destinations`,
        set: form === "files" && destinations.some((to) => to.to === "bucket" && to.expire !== undefined),
        message:
          "with form: files several backups share a file, which must not go by its age alone; leave expire out",
      },
      ...(store !== undefined && external.has(of) ? externalRefusals(backup, store, target) : []),
    ];
  });
}

/** How a URL of Postgres asks for TLS (`sslmode`); `require` where it does not say. */
export function sslModeOf(url: string): string {
  const read = readUrl(url);
  const said = "error" in read ? undefined : new Map(read.params).get("sslmode");
  return said ?? "require";
}
