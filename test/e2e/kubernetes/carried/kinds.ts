/** Where a shell runs: in what saves a store, in the store's server, or in the service that mounts the volumes. */
export type Part = readonly [name: string, role: "backup" | "store" | "service"];

/** One kind of store: what is put into it, and what a person sees of it. */
export interface Kind {
  /** The backup of the system that saves it. */
  readonly backup: string;
  readonly in: Part;
  /** Puts what is known into an empty store. */
  readonly fill: string;
  /** Changes all of it: something is added, something altered, something removed. */
  readonly change: string;
  /** Prints all that must be equal where it is restored. */
  readonly look: string;
}

/** The functions of the scripts by which a store is asked, which are the same on every target. */
const scripts = `set -e; umask 077; here=/opt/backup; die() { echo "$*" >&2; exit 1; }; . $here/settings.sh; . $here/engine.sh;`;

/** Of every key of a Redis: its content, and when it expires, in seconds since 1970: what is carried to a master is milliseconds late. */
const keys = `local said = {}
for _, key in ipairs(redis.call("KEYS", "*")) do
  said[#said + 1] = key .. " " .. redis.sha1hex(redis.call("DUMP", key)) .. " " .. redis.call("EXPIRETIME", key)
end
table.sort(said)
return said`;

const redis = (name: string): Kind => ({
  backup: `${name}-daily`,
  in: [`${name}-daily`, "backup"],
  fill: `${scripts} remote set greeting 'Guten Tag, 3 Öfen' >/dev/null
    remote set brief soon exat $(($(date +%s) + 86400)) >/dev/null
    remote rpush list a b c >/dev/null; remote hset hash one 1 two 2 >/dev/null; remote zadd ranks 1 x 2 y >/dev/null
    remote xadd stream '1-1' field value >/dev/null; head -c 20000 /dev/urandom | base64 | remote -x set large >/dev/null
    remote -n 3 sadd numbers 1 2 3 >/dev/null`,
  change: `${scripts} remote set greeting changed >/dev/null; remote del list >/dev/null; remote set later yes ex 5000 >/dev/null`,
  look: `${scripts} for db in 0 3; do remote -n $db eval '${keys}' 0; done`,
});

const files = (folder: string, backup: string): Kind => ({
  backup,
  in: ["keeper", "service"],
  fill: `mkdir -p "${folder}/a folder/deep" "${folder}/empty" && cd ${folder} && head -c 300000 /dev/urandom >big && echo small >"a folder/deep/Öfen" &&
    : >nothing && chmod 640 big && chmod 755 nothing && chmod 750 "a folder" && ln -s "a folder/deep" link && touch -d '2020-01-01 00:00:00' nothing`,
  change: `cd ${folder} && echo changed >big && rm -rf "a folder" && echo later >later && chmod 600 later`,
  look: `cd ${folder} && find . -mindepth 1 \\( -path './.before_*' -o -path ./.trireme \\) -prune -o -print | LC_ALL=C sort | while read -r each; do
    if [ -h "$each" ]; then echo "$each -> $(readlink "$each")"
    elif [ -d "$each" ]; then stat -c '%n %a %u' "$each"
    else echo "$(stat -c '%n %a %u %s %Y' "$each") $(sha256sum <"$each")"; fi; done`,
});

/** Every kind that the model saves and whose image can be had; of Qdrant there is none, and the model saves neither Consul nor Kafka. */
export const kinds: Readonly<Record<string, Kind>> = {
  postgres: {
    backup: "db-daily",
    in: ["db-daily", "backup"],
    fill: `${scripts} sql -c "create role reader; create table notes (id serial primary key, note text not null, at timestamptz default now());
      insert into notes (note) select md5(g::text) || ' Öfen' from generate_series(1, 500) g; grant select on notes to reader;
      create view recent as select * from notes where id > 100; create index by_note on notes (note)" >/dev/null`,
    change: `${scripts} sql -c "delete from notes where id < 10; update notes set note = 'changed' where id = 20; create table later (id int); insert into later values (1)" >/dev/null`,
    look: `${scripts} sql -c "select count(*), md5(string_agg(notes::text, ',' order by id)) from notes; select count(*) from recent;
      select relname, relkind, pg_get_userbyid(relowner), relacl from pg_class where relnamespace = 'public'::regnamespace order by relname;
      select nextval('notes_id_seq') > 500"`,
  },
  mariadb: {
    backup: "orders-daily",
    in: ["orders-daily", "backup"],
    fill: `${scripts} remote mariadb "$DATABASE" -e "create table orders (id int auto_increment primary key, note varchar(200), raw blob) character set utf8mb4;
      insert into orders (note, raw) select concat('Öfen ', seq), unhex(md5(seq)) from seq_1_to_500; create view open_orders as select * from orders where id > 100;
      create procedure total() select count(*) from orders; create trigger stamped before insert on orders for each row set new.note = upper(new.note)"`,
    change: `${scripts} remote mariadb "$DATABASE" -e "delete from orders where id < 10; update orders set note = 'changed' where id = 20; create table later (id int)"`,
    look: `${scripts} remote mariadb -N -B "$DATABASE" -e "checksum table orders extended; select count(*) from open_orders; call total(); show tables;
      select trigger_name from information_schema.triggers where trigger_schema = database(); select max(id), hex(max(raw)) from orders"`,
  },
  rabbitmq: {
    backup: "broker-daily",
    in: ["broker", "store"],
    fill: `rabbitmqctl --quiet set_policy -p depot short '^letters' '{"max-length":100}' && rabbitmqctl --quiet add_user porter lifts-parcels &&
      rabbitmqctl --quiet set_permissions -p depot porter '^$' '^$' '^letters$' && rabbitmqctl --quiet add_vhost cellar`,
    change: `rabbitmqctl --quiet clear_policy -p depot short && rabbitmqctl --quiet add_user later later && rabbitmqctl --quiet change_password porter other`,
    // What a server says of itself, and the account that a stack has of its own, are no definitions of the system's.
    look: `rabbitmqctl --quiet export_definitions - | tr -d '\\n' | sed 's/[{}]/\\n&/g' | grep -v '"name":"clerk"\\|"user":"clerk"\\|cluster\\|rabbitmq_version\\|rabbitmq_definition' |
      grep '"name"\\|"user"\\|max-length' | LC_ALL=C sort`,
  },
  objects: {
    backup: "objects-daily",
    in: ["objects-daily", "backup"],
    fill: `${scripts} mkdir -p /tmp/in/deep; echo hello >/tmp/in/page.bin; head -c 300000 /dev/urandom >"/tmp/in/deep/Öfen und so"; : >/tmp/in/empty
      store copy --header-upload "Content-Type: text/html" /tmp/in/page.bin store:public; store copy /tmp/in store:uploads; rm -rf /tmp/in`,
    change: `${scripts} store delete store:public; echo changed | store rcat store:uploads/page.bin; echo later | store rcat store:uploads/later`,
    look: `${scripts} for each in uploads public; do store hashsum sha256 --download store:$each | LC_ALL=C sort; store lsf -R --files-only --format pm store:$each | LC_ALL=C sort; done`,
  },
  "redis, append-only": redis("queue"),
  "redis, snapshots": redis("cache"),
  "redis of three nodes": redis("sessions"),
  "volume, archived": files("/archived", "archived-daily"),
  "volume, its files": files("/mirrored", "mirrored-daily"),
};
