import { sitesFolder } from "./nginx";

export interface PublishOptions {
  readonly site: string;
  /** Folder that has the files of the release. */
  readonly from: string;
  readonly release: string;
  /** File that answers for unknown paths, which must be there. */
  readonly fallback?: string;
}

/**
 * A POSIX shell script that puts a release of a static site beside the ones before it. The folder appears whole; which
 * release is served is the proxy's configuration to say, so nothing changes for anybody yet.
 */
export function renderPublish({ site, from, release, fallback }: PublishOptions): string {
  const folder = `${sitesFolder}/${site}`;
  return `set -eu
from=${from}
target=${folder}/${release}
[ -d "$from" ] || { echo "site ${site}: its image has no folder $from" >&2; exit 1; }
[ -n "$(ls -A "$from")" ] || { echo "site ${site}: the folder $from of its image is empty" >&2; exit 1; }
${fallback === undefined ? "" : `[ -f "$from${fallback}" ] || { echo "site ${site}: its image has no $from${fallback}, which answers for unknown paths" >&2; exit 1; }\n`}if [ -d "$target" ]; then echo "site ${site}: release ${release} is there already"; exit 0; fi
mkdir -p ${folder}
rm -rf ${folder}/.incoming
# Not the files' own times: a build that sets them all alike would have browsers take a new page for the old one.
cp -R "$from" ${folder}/.incoming
chmod -R u+rwX,go+rX ${folder}/.incoming
mv ${folder}/.incoming "$target"
echo "site ${site}: release ${release} has $(find "$target" -type f | wc -l) files"
`;
}
