import { isServer, type Postgres } from "../engines";
import type { System } from "../system";
import { list, type Problem } from "./problem";

/** What the official images of every supported version bring: PostgreSQL's own extensions. */
export const officialExtensions: readonly string[] = [
  ...["amcheck", "autoinc", "bloom", "btree_gin", "btree_gist", "citext", "cube", "dblink", "dict_int"],
  ...["dict_xsyn", "earthdistance", "file_fdw", "fuzzystrmatch", "hstore", "insert_username", "intagg"],
  ...["intarray", "isn", "lo", "ltree", "moddatetime", "pageinspect", "pg_buffercache", "pg_freespacemap"],
  ...["pg_prewarm", "pg_stat_statements", "pg_surgery", "pg_trgm", "pg_visibility", "pgcrypto", "pgrowlocks"],
  ...["pgstattuple", "plpgsql", "postgres_fdw", "refint", "seg", "sslinfo", "tablefunc", "tcn"],
  ...["tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp", "xml2"],
];

/** What a target runs. */
interface Images {
  /** Whether operators run the stores that ask for one. */
  readonly operators: boolean;
  /** Whether it adds to an image what that one lacks. @default false */
  readonly additions?: boolean;
}

/** What the images of a store carry. */
function carried({ operator }: Postgres, { operators, additions = false }: Images): ReadonlySet<string> {
  const operated = operators && operator === "cloudnative-pg";
  return new Set([...officialExtensions, "vector", ...(operated || additions ? ["pgaudit"] : [])]);
}

function checkStore(store: Postgres, images: Images): readonly Problem[] {
  const { name, version, extensions = [] } = store;
  const path = `stores.${name}`;
  const known = carried(store, images);
  const missing = [...new Set(extensions)].filter((extension) => !known.has(extension));
  const major = /^\d+/.exec(version)?.[0] ?? "16";
  return [
    ...(version.includes(".") && extensions.includes("vector")
      ? [
          {
            path: `${path}.version`,
            message: `is "${version}", and the image with the extension vector exists only for major versions; write "${major}"`,
          },
        ]
      : []),
    ...(missing.length === 0
      ? []
      : [
          {
            path: `${path}.extensions`,
            message: `names ${list(missing)}, which the image does not have, so that the server would not start or the migration would fail; it has PostgreSQL's own extensions and "vector". Leave it out${missing.includes("pgaudit") ? ' (in place of pgaudit: parameters: { log_statement: "mod" })' : ""}, or run the database elsewhere: external: { url: … }`,
          },
        ]),
  ];
}

/** Extensions and versions of Postgres for which the target has no image. */
export function checkExtensions(system: System, images: Images): readonly Problem[] {
  return system.stores
    .filter(isServer)
    .flatMap((store) =>
      store.engine === "postgres" && store.external === undefined ? checkStore(store, images) : [],
    );
}
