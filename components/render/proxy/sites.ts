import { createHash } from "node:crypto";
import type { Site } from "../../model";
import { sitesFolder } from "../nginx";

/** What decides how a site's files are put in place; another number makes every site's next deployment a new release. */
const FORM = 2;

/** Name of the folder of a site's release: another image or folder is another release. */
export function siteRelease({ folder }: Pick<Site, "folder">, image: string): string {
  return createHash("sha256").update(`${image} ${folder} ${FORM}`).digest("hex").slice(0, 12);
}

export interface CopyOptions extends Pick<Site, "name" | "folder" | "fallback"> {
  /** Folder that takes the files; it is made if it is not there. */
  readonly to: string;
}

/**
 * Lines of a POSIX shell script that copy what a site publishes out of its image. What a link leads to is copied in its place; a
 * link that leaves the folder ends the script, because the file it names belongs to the image or to the server and not to the site.
 */
export function copyLines({ name, folder, fallback, to }: CopyOptions): readonly string[] {
  const fail = (what: string) => `{ echo "site ${name}: ${what}" >&2; exit 1; }`;
  return [
    `from="${folder}"`,
    `[ -d "$from" ] || ${fail("its image has no folder $from")}`,
    `[ -n "$(ls -A "$from")" ] || ${fail("the folder $from of its image is empty")}`,
    ...(fallback === undefined
      ? []
      : [
          `[ -f "$from${fallback}" ] || ${fail(`its image has no $from${fallback}, which answers for unknown paths`)}`,
        ]),
    `mkdir -p ${to}`,
    `to=$(readlink -f ${to})`,
    'from=$(readlink -f "$from")',
    'cd "$from"',
    "published() { kind=$1; shift; find $kind . -name '.?*' ! -path ./.well-known -prune -o \"$@\"; }",
    "leaving=$(published -P -type l -exec sh -c '",
    "  from=$1; shift",
    '  for link do to=; [ ! -e "$link" ] || to=$(readlink -f "$link"); case "$to/" in "$from"/*) ;; *) echo "$from/${link#./}" ;; esac; done',
    '\' sh "$from" {} +)',
    `[ -z "$leaving" ] || ${fail("these links lead nowhere or out of the folder $from; put the files themselves into it: $(echo $leaving)")}`,
    "circular=$(published -P -type l -exec sh -c '",
    '  for link do case "$(cd "$(dirname "$link")" && pwd -P)/" in "$(readlink -f "$link")"/*) echo "${link#./}" ;; esac; done',
    "' sh {} +)",
    `[ -z "$circular" ] || ${fail("these links lead to a folder that they lie in: $(echo $circular)")}`,
    "other=$(published -P ! -type f ! -type d ! -type l -print)",
    `[ -z "$other" ] || ${fail("these are neither files nor folders: $(echo $other)")}`,
    'published -L -type d -exec sh -c \'to=$1; shift; for name do mkdir -p "$to/$name"; done\' sh "$to" {} +',
    // Not the files' own times: a build that sets them all alike would have browsers take a new page for the old one.
    'published -L -type f -exec sh -c \'to=$1; shift; for name do cp "$name" "$to/$name"; done\' sh "$to" {} +',
    // Not every find ends as what it ran has ended.
    `[ "$(published -L -type f -print | wc -l)" = "$(find "$to" -type f | wc -l)" ] || ${fail("not all of its files could be copied")}`,
    "cd /",
  ];
}

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
  const incoming = `${folder}/.incoming`;
  return [
    "set -eu",
    `target=${folder}/${release}`,
    `if [ -d "$target" ]; then echo "site ${site}: release ${release} is there already"; exit 0; fi`,
    `rm -rf ${incoming}`,
    ...copyLines({ name: site, folder: from, fallback, to: incoming }),
    `chmod -R u+rwX,go+rX ${incoming}`,
    `mv ${incoming} "$target"`,
    `echo "site ${site}: release ${release} has $(find "$target" -type f | wc -l) files"`,
    "",
  ].join("\n");
}
