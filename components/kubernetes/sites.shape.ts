import { createHash } from "node:crypto";
import type { Site } from "../model";
import { renderPublish } from "../render/sites";
import type { ContainerSpec } from "./pod.shape";

/** Name of the folder of a site's release: another image or folder is another release. */
export function siteRelease(site: Site, image: string): string {
  return createHash("sha256").update(`${image} ${site.folder}`).digest("hex").slice(0, 12);
}

/** Copies the files of a site out of its image, before nginx starts; the image has a shell and `cp`. */
export function siteSpec(
  site: Site,
  image: string,
  to: { readonly mount: string; readonly folder: string; readonly user: string },
): ContainerSpec {
  const script = renderPublish({
    site: site.name,
    from: site.folder,
    release: siteRelease(site, image),
    fallback: site.fallback,
  });
  return {
    name: `site-${site.name}`,
    image,
    entrypoint: ["sh", "-c", script],
    user: to.user,
    mounts: [{ name: to.mount, mountPath: to.folder }],
  };
}
