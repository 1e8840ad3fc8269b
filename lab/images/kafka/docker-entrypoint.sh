#!/bin/sh
# As far as systems use it, Confluent's start: properties from KAFKA_*, a log for the broker and one for tools, and a formatted folder
# where the broker coordinates itself.
set -eu
if [ $# -gt 0 ]; then exec "$@"; fi
coordination=KAFKA_ZOOKEEPER_CONNECT
[ -z "${KAFKA_PROCESS_ROLES:-}" ] || coordination=CLUSTER_ID
for variable in KAFKA_ADVERTISED_LISTENERS $coordination; do
  eval "value=\${$variable:-}"
  if [ -z "$value" ]; then
    echo "$variable is not set" >&2
    exit 1
  fi
done
export KAFKA_LOG_DIRS="${KAFKA_LOG_DIRS:-/var/lib/kafka/data}"
for path in /etc/kafka "$KAFKA_LOG_DIRS"; do
  if [ ! -w "$path" ]; then
    echo "$path is not writable" >&2
    exit 1
  fi
done
# KAFKA_A_B__C is a.b_c, as Confluent's templates have it; the options of the virtual machine are no properties.
env | sed -nE '/^KAFKA_(VERSION|HEAP_OPTS|OPTS|JMX_OPTS|LOG4J_OPTS|JVM_PERFORMANCE_OPTS|GC_LOG_OPTS|LOG4J_ROOT_LOGLEVEL|LOG4J_LOGGERS|TOOLS_LOG4J_LOGLEVEL)=/d; s/^KAFKA_([A-Z0-9_]+)=(.*)$/\1=\2/p' |
  while IFS= read -r line; do
    name=$(printf %s "${line%%=*}" | tr '[:upper:]' '[:lower:]' | sed 's/___/-/g; s/__/%/g; s/_/./g; s/%/_/g')
    printf '%s=%s\n' "$name" "${line#*=}"
  done >/etc/kafka/kafka.properties
log() {
  printf 'log4j.rootLogger=%s, stdout\nlog4j.appender.stdout=org.apache.log4j.ConsoleAppender\nlog4j.appender.stdout.target=%s\n' "$1" "$2"
  printf 'log4j.appender.stdout.layout=org.apache.log4j.PatternLayout\nlog4j.appender.stdout.layout.ConversionPattern=[%%d] %%p %%m (%%c)%%n\n'
}
log "${KAFKA_LOG4J_ROOT_LOGLEVEL:-INFO}" System.out >/etc/kafka/log4j.properties
log "${KAFKA_TOOLS_LOG4J_LOGLEVEL:-WARN}" System.err >/etc/kafka/tools-log4j.properties
if [ -n "${KAFKA_PROCESS_ROLES:-}" ]; then
  kafka-storage format --ignore-formatted --cluster-id "$CLUSTER_ID" --config /etc/kafka/kafka.properties
else
  server=${KAFKA_ZOOKEEPER_CONNECT%%[,/]*}
  tries=40
  until nc -z -w 1 "${server%:*}" "${server##*:}"; do
    tries=$((tries - 1))
    if [ $tries -le 0 ]; then
      echo "ZooKeeper ($KAFKA_ZOOKEEPER_CONNECT) does not answer" >&2
      exit 1
    fi
    sleep 1
  done
fi
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G}"
exec kafka-run-class kafka.Kafka /etc/kafka/kafka.properties
