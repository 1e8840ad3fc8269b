import type { Site } from "../../model";
import { copyLines } from "../../render/proxy/sites";

/** Where the files of a site lie in its task. */
export const siteFolder = "/site";

/** A POSIX shell script that hands the files of the image over, for `publishScript` to send them. */
export function copyScript({ name, folder, fallback }: Pick<Site, "name" | "folder" | "fallback">): string {
  return ["set -eu", ...copyLines({ name, folder, fallback, to: siteFolder }), ""].join("\n");
}

const immutable = "public, max-age=31536000, immutable";
/** Asked for again each time, and sent only where it has changed. */
const fresh = "no-cache";

/**
 * A POSIX shell script that sends the files to the bucket. What pages refer to comes before the pages; files of earlier
 * releases stay, for those who have an earlier page open.
 */
export function publishScript({ name, immutable: endings = [] }: Site, bucket: string): string {
  const target = `s3://${bucket}/${name}/`;
  const sync = "aws s3 sync --no-progress --only-show-errors";
  const matched = endings.map((ending) => `--include '*.${ending}'`).join(" ");
  const others = endings.map((ending) => `--exclude '*.${ending}'`).join(" ");
  return [
    "set -eu",
    ...(endings.length === 0
      ? []
      : [`${sync} ${siteFolder} ${target} --exclude '*' ${matched} --cache-control '${immutable}'`]),
    `${sync} ${siteFolder} ${target} ${others} --cache-control '${fresh}'`.replace(/  +/g, " "),
    `echo "site ${name}: $(find ${siteFolder} -type f | wc -l) files"`,
    "",
  ].join("\n");
}
