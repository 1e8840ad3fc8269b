import { longestName, type Site } from "../../model";
import { shortened } from "../../render/names";
import { renderPublish, siteRelease } from "../../render/proxy/sites";
import type { ContainerSpec } from "../workload/pod.args";

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
    name: shortened(`site-${site.name}`, longestName),
    image,
    entrypoint: ["sh", "-c", script],
    user: to.user,
    mounts: [{ name: to.mount, mountPath: to.folder }],
  };
}
