import { scriptFolder } from "./common";
import { exchangeScript } from "./exchange";
import { passwordPath } from "./redis";

/** What speaks with the servers and compares definitions. */
export const definitionsFile = "definitions.escript";

/**
 * How a RabbitMQ is saved, tried out and restored: its definitions, by its management API (https://www.rabbitmq.com/docs/definitions). Messages
 * are not in them: a copy of those is sound from a stopped node alone (https://www.rabbitmq.com/docs/backup).
 */
export const rabbitmqScript = `${exchangeScript}visitor=trireme-drill

definitions() { escript ${scriptFolder}/${definitionsFile} "$@"; }
remote() {
  API="http://$HOST:$PORT" ACCOUNTS="$ACCOUNTS" PASSWORD_FILE=${passwordPath} definitions "$@"
}
scratch() { API=http://127.0.0.1:15672 LOGIN=$visitor PASSWORD_FILE=/scratch/password definitions "$@"; }

engine_clean() {
  if [ -s /scratch/server.pid ]; then kill -9 "$(cat /scratch/server.pid)" 2>/dev/null || true; fi
  rm -rf /scratch/* 2>/dev/null || true
}

# A server of its own that nobody reaches, and that has the definitions from its start.
server_start() { # definitions
  engine_clean
  mkdir /scratch/home
  tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 32 > /scratch/password
  definitions scratch "$1" /scratch/definitions.json $visitor /scratch/password
  echo '[rabbitmq_management].' > /scratch/enabled_plugins
  cat > /scratch/rabbitmq.conf <<'CONF'
listeners.tcp.1 = 127.0.0.1:5672
management.tcp.ip = 127.0.0.1
management.tcp.port = 15672
definitions.import_backend = local_filesystem
definitions.local.path = /scratch/definitions.json
log.console = true
log.console.level = warning
CONF
  HOME=/scratch/home RABBITMQ_NODENAME=drill@localhost RABBITMQ_MNESIA_BASE=/scratch/data RABBITMQ_LOGS=- \\
    RABBITMQ_CONFIG_FILE=/scratch/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=/scratch/enabled_plugins RABBITMQ_PID_FILE=/scratch/server.pid \\
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}' ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP_SECONDS=0 \\
    rabbitmq-server > /scratch/server.log 2>&1 9>&- &
  server=$!
  until scratch ready 5672 2>/scratch/asked; do
    kill -0 $server 2>/dev/null || { sed -n 's/.*Error during startup: /error: /p' /scratch/server.log >&2; die "the scratch server did not start with the definitions"; }
    sleep 1
  done
}

engine_take() { # kind
  patiently remote export /tmp/asked.json >/dev/null 2>&1
  remote export definitions.json
  printf '%s,"marker":%s' "$(definitions counts definitions.json)" "$started" > facts
}

engine_drill() { # folder of the backup
  server_start "$1/definitions.json"
  scratch export /scratch/found.json
  definitions compare "$1/definitions.json" /scratch/found.json $visitor || die "the restored server has other definitions than were saved"
  engine_clean
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

put_back() { # folder of a backup
  remote restore "$1/definitions.json"
}
`;
