import { isServer, type Mariadb, type Postgres } from "../../engines";
import type { Limits } from "../limits";
import type { System } from "../../system";
import type { Problem } from "../problem";

/** What goes through URLs, shells, connection strings and names of what a restore keeps, unchanged. */
const plain = {
  pattern: /^[A-Za-z_][A-Za-z0-9_.-]*$/,
  says: "a letter or _ first, then letters, digits, _, . and -",
};

/** Bytes of a name in each engine; a rotation of Postgres makes a second user by adding to the first's name. */
const longest = {
  postgres: { database: 63, user: 63 - "_alt".length },
  mariadb: { database: 64, user: 80 },
} as const;

/** Databases that every server has: Postgres' tools connect to them while they exchange another. */
const reserved: Readonly<Record<keyof typeof longest, readonly string[]>> = {
  postgres: ["postgres", "template0", "template1"],
  mariadb: ["information_schema", "mysql", "performance_schema", "sys"],
};
/** Accounts that every MariaDB has. */
const accounts: readonly string[] = ["mariadb.sys", "mysql", "root"];

/** The nearest name that is allowed. */
function spelled(name: string, { pattern }: { readonly pattern: RegExp }): string {
  const near = name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^[^A-Za-z]+|_+$/g, "");
  return pattern.test(near) ? near : "main";
}

function checkOne(
  store: Postgres | Mariadb,
  what: "database" | "user",
  name: string,
  form: { readonly pattern: RegExp; readonly says: string },
): readonly Problem[] {
  const path = `stores.${store.name}.${what}`;
  if (!form.pattern.test(name))
    return [
      {
        path,
        message: `${JSON.stringify(name)} does not survive every dump, restore and URL; allowed are ${form.says}: write "${spelled(name, form)}"`,
      },
    ];
  const most = longest[store.engine][what];
  if (name.length > most)
    return [{ path, message: `"${name}" has ${name.length} characters, ${most} are allowed; shorten it` }];
  return [];
}

/** Names of databases and of their owners that every component of a system can carry: backups, restores, rotations, URLs. */
export function checkDatabases(system: System, { databaseNames = plain }: Limits): readonly Problem[] {
  const saved = new Set(system.backups.map(({ store }) => store));
  return system.stores
    .filter(isServer)
    .filter((store) => store.engine === "postgres" || store.engine === "mariadb")
    .flatMap((store) => {
      const form = store.external === undefined ? databaseNames : plain;
      return [
        ...checkOne(store, "database", store.databaseName, form),
        ...checkOne(store, "user", store.owner, form),
        ...((store.engine === "mariadb" || saved.has(store.name)) &&
        reserved[store.engine].includes(store.databaseName)
          ? [
              {
                path: `stores.${store.name}.database`,
                message: `"${store.databaseName}" is a database of the server itself, which is not a system's, and which no restore can replace; use one of your own, for example "${store.name.replaceAll("-", "_")}"`,
              },
            ]
          : []),
        ...(store.engine === "mariadb" && accounts.includes(store.owner)
          ? [
              {
                path: `stores.${store.name}.user`,
                message: `"${store.owner}" is an account of the server itself; rename it`,
              },
            ]
          : []),
        ...(store.engine === "postgres" && store.owner.startsWith("pg_")
          ? [
              {
                path: `stores.${store.name}.user`,
                message: `"${store.owner}" begins with "pg_", which Postgres reserves; rename it`,
              },
            ]
          : []),
      ];
    });
}
