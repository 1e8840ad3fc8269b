import { certificateFile } from "../nginx";
import { tlsFolder } from "./proxy-pod";

/**
 * A part of a pod's shell script: brings the certificate and the key that are mounted to where a server reads both from one file, and does
 * so again whenever another pair has come whole, which is when it was read twice alike.
 *
 * @param folder the server's own, which the script calls `$live`
 * @param told lines that make the server read the file again
 */
export function certificateWatcher(folder: string, told: readonly string[]): string {
  const pair = `${folder}/${certificateFile}`;
  return `
arrive() { (umask 077; cat ${tlsFolder}/tls.crt ${tlsFolder}/tls.key > "$1"); }
mkdir -p "$live/tls"
arrive ${pair}

watch_certificate() {
  while :; do
    sleep 2
    arrive /tmp/first.pem 2>/dev/null || continue
    if cmp -s /tmp/first.pem ${pair}; then continue; fi
    sleep 1
    arrive ${pair}.next 2>/dev/null || continue
    if ! cmp -s /tmp/first.pem ${pair}.next; then continue; fi
    mv -f ${pair}.next ${pair}
${told.map((line) => `    ${line}\n`).join("")}    echo "a new certificate is in force" >&2
  done
}
watch_certificate &
`;
}
