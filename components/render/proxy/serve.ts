import { acmeFolder } from "../acme/acme";
import { certificateFile } from "../nginx";

export interface ServeOptions {
  /** Folder of the live configuration. */
  readonly folder: string;
  /** nginx's port on its own loopback. */
  readonly internal: number;
  /** Folder for metrics, which the engine may have emptied; absent: there is none. */
  readonly metrics?: string;
  /** Whether certificates arrive by themselves, from a certificate authority. */
  readonly renewed: boolean;
}

const heartbeat = "/tmp/watching";

/** Shell lines that put the kept metric of the certificate, where there is one, in its place. */
export function exportMetric(folder: string, metrics: string): string {
  return `if [ -s ${folder}/certificate.prom ]; then
  cp -f ${folder}/certificate.prom ${metrics}/.certificate.prom &&
    chmod 644 ${metrics}/.certificate.prom &&
    mv -f ${metrics}/.certificate.prom ${metrics}/certificate.prom ||
    echo "the metric of the certificate could not be written" >&2
fi
`;
}

function watcher({ folder, internal }: ServeOptions): string {
  const own = `http://127.0.0.1:${internal}`;
  return `live=${folder}
pair=$live/${certificateFile}
arrived=${acmeFolder}/pair.pem

answers() {
  if command -v curl >/dev/null; then curl -fs -m 2 -o /dev/null "$1"; else wget -q -T 2 -O /dev/null "$1" 2>/dev/null; fi
}

install_certificate() {
  (umask 077; cp "$arrived" /tmp/candidate.pem)
  sum=$(sha256sum < /tmp/candidate.pem)
  [ "$sum" != "$refused" ] || return 0
  # nginx judges the pair with the configuration that is in force.
  sed "s#$pair#/tmp/candidate.pem#g; s#^pid .*#pid /tmp/judge.pid;#" "$live/nginx.conf" > /tmp/judge.conf
  if ! nginx -q -e /dev/stderr -t -c /tmp/judge.conf; then
    refused=$sum
    echo "the new certificate is refused; the older one stays in force" >&2
    return 0
  fi
  rm -f "$pair.next"
  cp /tmp/candidate.pem "$pair.next"
  chmod 400 "$pair.next"
  mv -f "$pair.next" "$pair"
  kill -HUP 1
  echo "a new certificate is in force" >&2
}

watch_certificate() {
  refused=
  # A signal before nginx listens to signals would be lost.
  until answers ${own}/healthz; do sleep 0.2; done
  while :; do
    : > ${heartbeat}
    if [ -s "$arrived" ] && ! cmp -s "$arrived" "$pair"; then install_certificate; fi
    sleep 2
  done
}
watch_certificate &
`;
}

/**
 * A POSIX shell script that becomes nginx once there is a configuration: the reload brings it, and every later one.
 * Where certificates arrive by themselves, a watcher beside nginx puts each in force without dropping a connection.
 */
export function renderServe(options: ServeOptions): string {
  const { folder, renewed, metrics } = options;
  const wait = `until [ -s ${folder}/nginx.conf ]; do sleep 0.1; done`;
  const become = `exec nginx -e /dev/stderr -c ${folder}/nginx.conf`;
  if (renewed) return `${wait}\n${watcher(options)}${become}`;
  return metrics === undefined ? `${wait}; ${become}` : `${wait}\n${exportMetric(folder, metrics)}${become}`;
}

/** The health of nginx, and of the watcher beside it: one that has ended would let a certificate expire. */
export function serveProbe({ internal, renewed }: ServeOptions): string {
  const url = `http://127.0.0.1:${internal}/healthz`;
  const answers = `if command -v curl >/dev/null; then curl -fsS -o /dev/null ${url}; else wget -q -O /dev/null ${url}; fi`;
  return renewed ? `${answers} && [ -n "$(find ${heartbeat} -mmin -2)" ]` : answers;
}
