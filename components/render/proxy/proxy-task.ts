import { givenFolder } from "./proxy-pod";

/** What stands for a slash in the name of a file: what a task is given lies in one folder. */
const slash = "--";

/** Where a file of nginx's configuration is given to a task: `servers/api` as `/run/configuration/servers--api`. */
export function givenFile(path: string): string {
  return `${givenFolder}/${path.replaceAll("/", slash)}`;
}

/**
 * A POSIX shell script that becomes nginx with the configuration that a task is given. A load balancer in front speaks TLS, so there is no
 * certificate.
 *
 * @param folder that nginx reads, and may write
 */
export function renderProxyTask({
  folder,
  generation,
}: {
  readonly folder: string;
  /** What `/generation` answers on nginx's own port: which configuration this is. */
  readonly generation: string;
}): string {
  return `set -eu
for given in ${givenFolder}/*; do
  path=\${given##*/}
  case $path in *${slash}*) path=\${path%%${slash}*}/\${path#*${slash}} ;; esac
  mkdir -p "${folder}/$(dirname "$path")"
  cat "$given" > "${folder}/$path"
done
echo 'return 200 ${generation};' > ${folder}/generation
exec nginx -e /dev/stderr -c ${folder}/nginx.conf
`;
}
