import { scriptFolder } from "./common";

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

/** Tables that one transaction counts: it holds a lock of each, and a server has room for some thousands of locks in all. */
const batch = 200;

/** One transaction that holds the snapshot alone: the row counts are exactly those of the dump, because both see it. */
export const dumpSql = String.raw`begin isolation level repeatable read, read only;
select pg_export_snapshot() as snapshot \gset
\setenv SNAPSHOT :snapshot
\! sh ${scriptFolder}/main.sh count "$PGDATABASE" "$SNAPSHOT" ./batches.sql > rows.tsv && rm batches.sql && pg_dump -Fc --lock-wait-timeout=600s --snapshot="$SNAPSHOT" -f dump && touch dumped
\set lines ${"`cat rows.tsv`"}
\o facts
select format('"engine":"postgres","version":%s,"database":%s,"encoding":"%s","collate":%s,"ctype":%s,"marker":%s,"rows":%s',
  to_json(current_setting('server_version')), to_json(datname), pg_encoding_to_char(encoding), to_json(datcollate),
  to_json(datctype), coalesce((select extract(epoch from at)::bigint from trireme.marker), 0),
  (select coalesce(json_object_agg(split_part(line, E'\t', 1), split_part(line, E'\t', 2)::bigint), '{}')
    from unnest(string_to_array(nullif(:'lines', ''), E'\n')) line))
from pg_database where datname = current_database();
\o
commit;
`;

/**
 * Counts the rows of every table of a database, as the manifest has them: of the snapshot that the variable `snapshot` names, or as they
 * are where it is empty. The statements lie in the file `batches` first.
 */
export const countSql = String.raw`set lock_timeout = '600s';
select :'snapshot' <> '' as given \gset
begin isolation level repeatable read, read only;
\if :given
set transaction snapshot :'snapshot';
\endif
\o :batches
select format(E'begin isolation level repeatable read, read only;\n%sselect replace(replace(name, E''\\t'', ''\\t''), E''\\n'', ''\\n'') || E''\\t'' || rows from (\n%s\n) t order by name collate "C";\ncommit;',
  case when :'snapshot' <> '' then format(E'set transaction snapshot %L;\n', :'snapshot') end,
  string_agg(format('select %L::text as name, count(*) as rows from only %s', name, name), E'\nunion all ' order by name collate "C"))
from (
  select format('%I.%I', nspname, relname) as name,
    (row_number() over (order by format('%I.%I', nspname, relname) collate "C") - 1) / ${batch} as batch
  from pg_class c join pg_namespace n on n.oid = relnamespace
  where relkind = 'r' and relpersistence <> 't' and nspname !~ '^pg_' and nspname <> 'information_schema'
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')) t
group by batch order by batch;
\o
commit;
\i :batches
`;

/** Makes a name for another: everybody is sent away first, and both are renamed in one transaction. */
export const swapSql = String.raw`\set ON_ERROR_STOP on
alter database :"current" allow_connections false;
select pg_terminate_backend(pid) from pg_stat_activity where datname in (:'current', :'fresh') and pid <> pg_backend_pid();
select set_config('swap.current', :'current', false), set_config('swap.fresh', :'fresh', false);
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
