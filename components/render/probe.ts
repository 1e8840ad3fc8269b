/**
 * Where instances find the tools that ask them for their health. The engine mounts by depth: below `/run` and two folders it comes after
 * a scratch folder at `/var/run`, which most images lead to `/run`.
 */
export const proberFolder = "/run/trireme/tools";
export const proberScript = `${proberFolder}/probe`;

/** Puts the prober into its folder. Argument: the script. */
export const placeScript = `set -eu
cp /bin/busybox ${proberFolder}/busybox
printf %s "$1" >${proberFolder}/probe
chmod 755 ${proberFolder} ${proberFolder}/busybox ${proberFolder}/probe
`;

/**
 * The health of an instance, asked inside its container by tools that are not its image's. Arguments: how many words the
 * question has, and its words; where something decides over the instance's end, the seconds without a sign of life after which it is
 * ended, and the question for that. Questions:
 *
 * - `http <seconds> <port> <path>`: a GET is answered with 2xx or 3xx
 * - `tcp <seconds> <port>`: the port takes a connection
 * - `any <seconds> <port>`: a request that asks for nothing (`OPTIONS *`) is answered somehow, or turned away
 * - `exec <seconds> <command> …`: the command ends with 0
 *
 * An instance is ended only once it has been healthy: until then the release watches it. All its processes are killed from
 * inside but the first, which is the engine's init and ends with them; then the engine starts the container again.
 */
export const probeScript = `#!${proberFolder}/busybox sh
set -u
tools=${proberFolder}/busybox
state=/tmp/.trireme

if [ "$1" = on-connection ]; then
  # Standard input and output are the connection, 3 is where messages go.
  kind=$2 limit=$3 port=$4
  host="Host: 127.0.0.1:$port\\r\\nUser-Agent: trireme-probe\\r\\nConnection: close\\r\\n\\r\\n"
  if [ "$kind" = any ]; then
    printf "OPTIONS * HTTP/1.1\\r\\n$host"
    exec "$tools" timeout -s KILL "$limit" "$tools" head -c 1 >/dev/null
  fi
  printf "GET %s HTTP/1.1\\r\\nAccept: */*\\r\\n$host" "$5"
  IFS= read -r -t "$limit" line || line=
  # The rest is read, or the server would log a client that went away.
  "$tools" timeout 1 "$tools" cat >/dev/null
  case $line in HTTP/1.[01]\\ [23][0-9][0-9]*) exit 0 ;; esac
  echo "GET $5 on port $port: \${line:-no answer within $limit s}" >&3
  exit 1
fi

question() {
  kind=$1 limit=$2
  shift 2
  case $kind in
  exec) "$tools" timeout -s KILL "$limit" "$@" ;;
  tcp) "$tools" timeout -s KILL "$((limit + 1))" "$tools" nc -w "$limit" 127.0.0.1 "$1" -e "$tools" true ;;
  *) "$tools" timeout -s KILL "$((limit + 3))" "$tools" nc -w "$limit" 127.0.0.1 "$1" \\
      -e "$tools" sh "$0" on-connection "$kind" "$limit" "$@" 3>&2 ;;
  esac
}

first() { # of the words that follow, the question is so many
  count=$1
  shift
  all=$# turned=0
  while [ "$turned" -lt "$count" ]; do
    set -- "$@" "$1"
    shift
    turned=$((turned + 1))
  done
  shift $((all - count))
  question "$@"
}

words=$1
shift
if first "$words" "$@"; then
  [ -e $state.healthy ] || : >$state.healthy
  [ ! -e $state.silent ] || "$tools" rm -f $state.silent
  exit 0
fi
shift "$words"
[ $# -gt 0 ] && [ -e $state.healthy ] || exit 1
window=$1
shift
if question "$@" >/dev/null 2>&1; then
  "$tools" rm -f $state.silent
  exit 1
fi
# Not the time of day, which may be set.
read -r now _ </proc/uptime
now=\${now%%.*}
[ -s $state.silent ] || echo "$now" >$state.silent
read -r since <$state.silent
[ $((now - since)) -ge "$window" ] || exit 1
echo "no sign of life for $((now - since)) s: this instance is ended, to be started again" | "$tools" tee -a /proc/1/fd/2 2>/dev/null
# A first process that was stopped could not end with the others.
kill -CONT 1 2>/dev/null
kill -KILL -1
exit 1
`;
