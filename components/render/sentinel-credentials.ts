import { credentialsFolder, noneWorks, type CredentialScripts } from "./credentials";

/** The servers of a set that Sentinels watch, for who changes their password. */
export interface CredentialMembers {
  readonly setName: string;
  /** `host:port` of each server. */
  readonly servers: readonly string[];
  /** `host:port` of each Sentinel. */
  readonly sentinels: readonly string[];
}

/** Commands come on standard input, so that no argument list shows a hash or a password. */
const asking = `set -eu
umask 077
cd ${credentialsFolder}
ask() { # host:port, file of a password
  REDISCLI_AUTH=$(cat "$2") redis-cli --no-auth-warning -h "\${1%:*}" -p "\${1##*:}" 2>&1
}
opens() { # host:port, file of a password
  said=$(echo PING | ask "$1" "$2")
  [ "$said" = PONG ]
}
# What was asked is answered with OK, line by line.
all_ok() { # host:port, what was asked for, answers
  if [ -n "$3" ] && [ -z "$(echo "$3" | grep -vx OK || true)" ]; then return; fi
  echo "$1 did not take $2:"
  echo "$3"
  exit 1
}
`;

const apply = `${asking}
# All of them or none: nobody uses the new password before each server and each Sentinel takes it.
for each in $SERVERS $SENTINELS; do
  for found in current previous initial none; do
    if [ "$found" = none ] || opens "$each" "$found"; then break; fi
  done
  if [ "$found" = none ]; then
    echo "$said"${noneWorks("$each")}
    exit 1
  fi
  cp "$found" "/tmp/$each"
done
for each in $SERVERS; do
  all_ok "$each" "the new password" "$({
    echo "ACL SETUSER default resetpass #$(cat current.sha256) #$(cat previous.sha256)"
    echo "ACL SAVE"
  } | ask "$each" "/tmp/$each")"
done
# A Sentinel has no list of users; it writes them into its own file.
for each in $SENTINELS; do
  all_ok "$each" "the new password" "$({
    echo "ACL SETUSER default resetpass #$(cat current.sha256) #$(cat previous.sha256)"
    echo "SENTINEL FLUSHCONFIG"
  } | ask "$each" "/tmp/$each")"
done
# Among themselves they use it from here on; a server that starts again finds it where the Sentinel beside it wrote it down.
for each in $SERVERS; do
  all_ok "$each" "the password of its master" "$(echo "CONFIG SET masterauth $(cat current)" | ask "$each" current)"
done
for each in $SENTINELS; do
  all_ok "$each" "the password of those that it asks" "$({
    echo "SENTINEL SET $SET_NAME auth-pass $(cat current)"
    echo "SENTINEL CONFIG SET sentinel-pass $(cat current)"
    echo "SENTINEL FLUSHCONFIG"
  } | ask "$each" current)"
done
echo "$SERVERS have their new password."
`;

const retire = `${asking}
for each in $SERVERS $SENTINELS; do
  if ! opens "$each" current; then
    echo "The current password does not open $each, so the one before stays:"
    echo "$said"
    exit 1
  fi
done
for each in $SERVERS; do
  all_ok "$each" "the old password's end" "$({
    echo "ACL SETUSER default resetpass #$(cat current.sha256)"
    echo "ACL SAVE"
  } | ask "$each" current)"
done
for each in $SENTINELS; do
  all_ok "$each" "the old password's end" "$({
    echo "ACL SETUSER default resetpass #$(cat current.sha256)"
    echo "SENTINEL FLUSHCONFIG"
  } | ask "$each" current)"
done
# A session outlives the password that opened it; those from before the new one have it no more to do. Sentinels come again by themselves.
for each in $SERVERS; do
  sessions=$(echo "CLIENT LIST TYPE normal" | ask "$each" current | awk -v limit="$ROTATED_SECONDS_AGO" '
    { id = ""; age = ""; user = ""
      for (i = 1; i <= NF; i++) {
        split($i, pair, "=")
        if (pair[1] == "id") id = pair[2]
        if (pair[1] == "age") age = pair[2]
        if (pair[1] == "user") user = pair[2]
      }
      if (user == "default" && age + 0 > limit + 0) print "CLIENT KILL ID " id }')
  if [ -n "$sessions" ]; then echo "$sessions" | ask "$each" current >/dev/null; fi
done
echo "The old password of $SERVERS opens nothing any more."
`;

/** How the password of servers that Sentinels watch is changed while they run. */
export const sentinelCredentials: CredentialScripts = { apply, retire };
