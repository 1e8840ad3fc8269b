import { certificateFile } from "../nginx";
import { gatewayFolder } from "./reload";

/** Where the configuration of a release is mounted, apart from where nginx reads it. */
export const givenFolder = "/run/configuration";
/** Where a certificate is mounted that may be renewed at any time: `tls.crt` and `tls.key`. */
export const tlsFolder = "/run/certificate";

export interface ProxyPodOptions {
  /** Folder that nginx reads and may write. */
  readonly folder: string;
  /** Whether there is a certificate. */
  readonly tls: boolean;
  /** Whether tokens are checked: their issuer and his key are mounted. @default false */
  readonly tokens?: boolean;
  /** What `/generation` answers on nginx's own port: which configuration this is. */
  readonly generation: string;
}

/** Puts a renewed certificate in force without dropping a connection; one that nginx refuses changes nothing. */
function watcher(folder: string): string {
  const pair = `${folder}/${certificateFile}`;
  return `
arrive() { (umask 077; cat ${tlsFolder}/tls.crt ${tlsFolder}/tls.key > "$1"); }
mkdir -p ${folder}/tls
arrive ${pair}

watch_certificate() {
  refused=
  while :; do
    sleep 2
    # Both files change in one moment, but not while they are read.
    arrive /tmp/candidate.pem 2>/dev/null || continue
    if cmp -s /tmp/candidate.pem ${pair}; then continue; fi
    sum=$(sha256sum < /tmp/candidate.pem)
    if [ "$sum" = "$refused" ]; then continue; fi
    sed "s#${pair}#/tmp/candidate.pem#g; s#^pid .*#pid /tmp/judge.pid;#" ${folder}/nginx.conf > /tmp/judge.conf
    if ! nginx -q -e /dev/stderr -t -c /tmp/judge.conf; then
      refused=$sum
      echo "the new certificate is refused; the older one stays in force" >&2
      continue
    fi
    cp /tmp/candidate.pem ${pair}.next
    mv -f ${pair}.next ${pair}
    kill -HUP 1
    echo "a new certificate is in force" >&2
  done
}
watch_certificate &
`;
}

/** A POSIX shell script that becomes nginx with the configuration that is mounted. */
export function renderProxyPod({ folder, tls, tokens = false, generation }: ProxyPodOptions): string {
  return `set -eu
cp -L ${givenFolder}/nginx.conf ${folder}/nginx.conf
for part in servers sites gateway; do
  if [ -d ${givenFolder}/$part ]; then cp -RL ${givenFolder}/$part ${folder}/; fi
done
${tokens ? `cp -L ${gatewayFolder}/* ${folder}/gateway/\n` : ""}echo 'return 200 ${generation};' > ${folder}/generation
${tls ? watcher(folder) : ""}exec nginx -e /dev/stderr -c ${folder}/nginx.conf
`;
}

/**
 * How nginx leaves: nobody sends to it any more, then it finishes what it holds.
 *
 * @param spread seconds until nobody sends to it
 */
export function renderProxyStop(spread: number): string {
  return `sleep ${spread}; kill -QUIT 1; while kill -0 1 2>/dev/null; do sleep 0.2; done`;
}
