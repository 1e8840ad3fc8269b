/** Where a server's certificate is brought from, and where it lies in a volume that the server mounts. */
export const broughtFolder = "/run/brought";
export const certificateFolder = "/run/tls";

/** A server's certificate, and behind it that of its authority. */
export const certificateName = "server.crt";
export const keyName = "server.key";

/** Puts a certificate and its key where a server finds them; each of the two files is the old one or the new one at any moment. */
export const bringScript = `set -eu
umask 077
for file in ${keyName} ${certificateName}; do
  cp ${broughtFolder}/$file ${certificateFolder}/.$file
  mv -f ${certificateFolder}/.$file ${certificateFolder}/$file
done
`;

/**
 * Lets the Postgres whose processes it sees read its files again (https://www.postgresql.org/docs/current/ssl-tcp.html): new connections get
 * the new certificate, and those that are there go on. One that does not run yet reads them when it starts.
 */
export const reloadScript = `set -eu
called() { cat "/proc/$1/comm" 2>/dev/null || true; }
for folder in /proc/[0-9]*; do
  pid=\${folder#/proc/}
  if [ "$(called "$pid")" != postgres ]; then continue; fi
  parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$folder/status" 2>/dev/null || true)
  # The first of them; it tells the others.
  if [ "$(called "$parent")" != postgres ]; then kill -HUP "$pid"; fi
done
`;

/**
 * Whether a Postgres has read its certificate since it was last written: `t` or `f`
 * (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE).
 */
export const readQuestion = `select pg_conf_load_time() >= modification from pg_stat_file('${certificateFolder}/${certificateName}')`;
