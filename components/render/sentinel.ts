import { passwordFile, type EngineContainer } from "../model";

/** What a set of Redis servers with Sentinels beside them is told. */
export interface SentinelOptions {
  /** Name of the set: what clients ask for. */
  readonly setName: string;
  /** Name under which each pod is found: `<pod>.<domain>`. */
  readonly domain: string;
  /** The same for Sentinels that have addresses of their own. @default `domain` */
  readonly sentinels?: string;
  /** Names of the pods; the first is the master of a set that is new. */
  readonly members: readonly string[];
  readonly ports: { readonly server: number; readonly sentinel: number };
}

/** Where the Sentinel of a pod keeps what it learnt, on the disk of its server. */
const state = "/data/sentinel";

/** Who is asked to agree that a server is gone: more than half. */
function quorum({ members }: SentinelOptions): number {
  return Math.floor(members.length / 2) + 1;
}

function common(
  { setName, domain, sentinels = domain, members, ports }: SentinelOptions,
  own = domain,
): string {
  return `set -eu
umask 077
me=$(hostname).${own}
known=${state}/sentinel.conf
# A rotation tells the Sentinel, which writes it down; a set that is new starts with the one in the file.
password=
if [ -s "$known" ]; then password=$(sed -n 's/^sentinel auth-pass ${setName} "\\{0,1\\}\\([^"]*\\)"\\{0,1\\}$/\\1/p' "$known" | head -n 1); fi
if [ -z "$password" ]; then password=$(cat ${passwordFile}); fi

# Who the others say is the master; else who it was when this pod last knew; else, of a new set, the first.
find_master() {
  for member in ${members.join(" ")}; do
    if [ "$member.${sentinels}" = "$me" ]; then continue; fi
    found=$(REDISCLI_AUTH=$password timeout 2 redis-cli --no-auth-warning -h "$member.${sentinels}" -p ${ports.sentinel} \\
      sentinel get-master-addr-by-name ${setName} 2>/dev/null | head -n 1) || found=
    case $found in *.${domain}) echo "$found"; return ;; esac
  done
  if [ -s "$known" ]; then sed -n 's/^sentinel monitor ${setName} \\([^ ]*\\) .*/\\1/p' "$known"; return; fi
  echo "${members[0]}.${domain}"
}
`;
}

/**
 * A POSIX shell script that becomes a Redis server of the set: the master, or a replica of it.
 *
 * @param single the start of a server that stands alone: it makes the list of users and becomes the server
 */
export function renderMember(options: SentinelOptions, single: EngineContainer): string {
  const { command = [], files } = single;
  const [start = ""] = command.slice(-1);
  const [configuration = ""] = Object.keys(files).filter((path) => path.endsWith("redis.conf"));
  const own = "/tmp/redis.conf";
  return `${common(options)}
master=$(find_master)
{
  cat ${configuration}
  echo "replica-announce-ip $me"
  echo "masterauth $password"
  if [ "$master" != "$me" ]; then echo "replicaof $master ${options.ports.server}"; fi
} > ${own}
${start.replace(configuration, own)}`;
}

/** A POSIX shell script that becomes the Sentinel beside a server of the set. */
export function renderSentinel(options: SentinelOptions): string {
  const { setName, ports } = options;
  return `${common(options, options.sentinels)}
mkdir -p ${state}
if [ ! -s "$known" ]; then
  # The disk is the server's as well; what is written here appears whole.
  {
    echo "port ${ports.sentinel}"
    echo "dir /tmp"
    echo "sentinel resolve-hostnames yes"
    echo "sentinel announce-hostnames yes"
    echo "sentinel announce-ip $me"
    echo "sentinel monitor ${setName} $(find_master) ${ports.server} ${quorum(options)}"
    echo "sentinel down-after-milliseconds ${setName} 5000"
    echo "sentinel failover-timeout ${setName} 30000"
    echo "sentinel parallel-syncs ${setName} 1"
    echo "sentinel auth-pass ${setName} $password"
    echo "sentinel sentinel-pass $password"
    echo "requirepass $password"
  } > "$known.new"
  mv "$known.new" "$known"
fi
exec redis-sentinel "$known"
`;
}
