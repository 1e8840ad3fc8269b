import type { Qdrant, Server } from "../../../model";
import { memberHosts, membersDomain, membersOf } from "./set.args";

/** Where the nodes of a cluster of Qdrant talk to each other. */
export const peerPort = 6335;

/** Whether a store is a Qdrant of several nodes. */
export function isClustered(store: Server): store is Qdrant {
  return store.engine === "qdrant" && (store.nodes ?? 1) > 1;
}

/**
 * A shell script that becomes a node of the cluster: the first makes it, the others join it
 * (https://qdrant.tech/documentation/guides/distributed_deployment). One that has never run waits until the first one listens, for it would
 * end otherwise; one that has joined finds the others by what it has on its disk.
 */
export function peerScript(store: Qdrant): string {
  const [first = store.name] = membersOf(store);
  const [host = first] = memberHosts(store);
  return `set -eu
set -- --uri "http://$HOSTNAME.${membersDomain(store)}:${peerPort}"
if [ "$HOSTNAME" != ${first} ]; then
  if [ ! -e storage/raft_state.json ]; then
    until (exec 3<>/dev/tcp/${host}/${peerPort}) 2>/dev/null; do sleep 1; done
  fi
  set -- "$@" --bootstrap http://${host}:${peerPort}
fi
exec ./entrypoint.sh "$@"`;
}
