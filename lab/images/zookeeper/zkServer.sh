#!/bin/sh
# As far as systems use it, ZooKeeper's own: a server in the foreground, whose log is configured beside zoo.cfg.
set -eu
if [ "${1:-}" != start-foreground ]; then
  echo "usage: zkServer.sh start-foreground" >&2
  exit 1
fi
folder=${ZOOCFGDIR:-/conf}
# shellcheck disable=SC2086
exec java "-Dzookeeper.log.dir=$ZOO_LOG_DIR" -XX:+HeapDumpOnOutOfMemoryError "-XX:OnOutOfMemoryError=kill -9 %p" \
  -cp "$folder:/usr/share/java/zookeeper/*" "-Xmx${ZK_SERVER_HEAP:-1000}m" ${SERVER_JVMFLAGS:-} ${JVMFLAGS:-} \
  org.apache.zookeeper.server.quorum.QuorumPeerMain "$folder/zoo.cfg"
