/** Where the container that hands a volume over mounts it. */
export const handoverMount = "/mnt/volume";

/** A file that keeps an empty volume of an engine from being empty: no data of a system's. */
export const marker = ".trireme";

/**
 * Shell lines that give a volume with a system's data to the user who writes in it. Arguments: user and group, the volume's
 * name. What root owns in it is handed over; what another user owns stays his, and fails where the new user could not
 * write beside it. It may run while the volume is in use.
 */
export const dataScript = `set -eu
volume=${handoverMount}
uid=\${1%%:*} gid=\${1##*:}
# Whenever a container mounts an empty volume, the engine gives it the owner of the image's folder at that path.
[ -n "$(ls -A "$volume")" ] ||
  echo "Keeps this volume with its owner: the engine hands an empty one back to the image's user." >"$volume/${marker}"
if [ "$(stat -c %u "$volume")" = 0 ]; then
  find "$volume" -xdev -depth -user 0 -exec chown -h "$1" {} +
  exit
fi
set -- $(stat -c '%u %g %a' "$volume")
[ "$1" != "$uid" ] || exit 0
mode=$((0$3))
[ "$2" != "$gid" ] || [ $((mode & 16)) = 0 ] || exit 0
[ $((mode & 2)) = 0 ] || exit 0
echo "the volume belongs to user $1:$2, and user $uid:$gid, who is to write in it, may not: run as user $1, or give the volume away by hand with everything in it" >&2
exit 1
`;
