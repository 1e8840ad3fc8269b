/** Where the server's socket is shared with the container that saves it: no password and no network between them. */
export const socketFolder = "/run/socket";
/** Where the archived write-ahead log lies, in the server's container and in that which saves it. */
export const walFolder = "/wal";
/** Where the archiving script lies in the server's container. */
export const archiveScriptPath = "/run/archive/archive.sh";

/**
 * Postgres' `archive_command`: the segment appears under its final name complete and on the disk, or not at all. A segment
 * that is there already with the same bytes counts as archived; with other bytes it is refused.
 */
export const archiveScript = `set -eu
# path of the segment, its name
target=${walFolder}/$2.gz
part=${walFolder}/.$2.part
if [ -e "$target" ]; then
  gunzip -c "$target" | cmp -s - "$1" && exit 0
  echo "$target is there with other content" >&2
  exit 1
fi
gzip -c "$1" > "$part"
sync "$part" 2>/dev/null || sync
mv "$part" "$target"
sync ${walFolder} 2>/dev/null || sync
`;

/** One transaction: the row counts are exactly those of the dump, because both see the same snapshot. */
export const dumpSql = String.raw`begin isolation level repeatable read, read only;
select pg_export_snapshot() as snapshot \gset
\setenv SNAPSHOT :snapshot
select coalesce(string_agg(format('select %L::text as name, count(*) as rows from only %I.%I',
    format('%I.%I', nspname, relname), nspname, relname), ' union all '),
  'select null::text as name, 0::bigint as rows where false') as counts
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind = 'r' and relpersistence <> 't' and nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e') \gset
select coalesce(json_object_agg(name, rows order by name collate "C"), '{}')::text as json,
  coalesce(string_agg(name || E'\t' || rows, E'\n' order by name collate "C"), '') as lines from (:counts) t \gset
\o rows.tsv
select :'lines';
\o facts
select format('"engine":"postgres","version":%s,"database":%s,"encoding":"%s","collate":%s,"ctype":%s,"marker":%s,"rows":%s',
  to_json(current_setting('server_version')), to_json(datname), pg_encoding_to_char(encoding), to_json(datcollate),
  to_json(datctype), coalesce((select extract(epoch from at)::bigint from trireme.marker), 0), :'json')
from pg_database where datname = current_database();
\o
\! pg_dump -Fc --lock-wait-timeout=600s --snapshot="$SNAPSHOT" -f dump && touch dumped
commit;
`;

/** Counts the rows of every table of a database, as the manifest has them. */
export const countSql = String.raw`select coalesce(string_agg(format('select %L::text as name, count(*) as rows from only %I.%I',
    format('%I.%I', nspname, relname), nspname, relname), ' union all '),
  'select null::text as name, 0::bigint as rows where false') as counts
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind = 'r' and relpersistence <> 't' and nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e') \gset
select coalesce(string_agg(name || E'\t' || rows, E'\n' order by name collate "C"), '') from (:counts) t;
`;

/** Makes a name for another: everybody is sent away first, and both are renamed in one transaction. */
export const swapSql = String.raw`\set ON_ERROR_STOP on
alter database :"current" allow_connections false;
select pg_terminate_backend(pid) from pg_stat_activity where datname in (:'current', :'fresh') and pid <> pg_backend_pid();
do $$ begin
  for round in 1..100 loop
    exit when not exists (select from pg_stat_activity where datname in (current_setting('swap.current'), current_setting('swap.fresh')));
    perform pg_sleep(0.1);
    perform pg_stat_clear_snapshot();
  end loop;
end $$;
begin;
alter database :"current" rename to :"before";
alter database :"fresh" rename to :"current";
commit;
alter database :"before" allow_connections true;
`;
