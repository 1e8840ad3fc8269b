import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import type { Site } from "../../model";
import { sitesFolder, type PublishedSite } from "../../render/nginx";
import { renderPublish, siteRelease } from "../../render/proxy/sites";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { oneShot } from "../workload/one-shot";
import { ownedVolume, type OwnedVolume } from "../stores/volume";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface SitesArgs {
  /** Name of the component that serves them. */
  readonly component: string;
  readonly sites: readonly Site[];
  /** The image that serves them; it copies them as well. */
  readonly image: Input<string>;
  readonly user: string;
}

/** Seconds for the files of one site. */
const deadline = 300;

/**
 * The files of static sites, taken out of their images into a volume that the proxy mounts. Each release gets a folder
 * of its own beside the ones before it; the proxy's configuration says which is served.
 */
export class Sites extends ComponentResource {
  /** Name of the volume. */
  readonly volume: Output<string>;
  /** The sites with their releases, once the files are there. */
  readonly published: Output<PublishedSite[]>;

  constructor(
    private readonly context: DockerContext,
    args: SitesArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:docker:Sites", `${context.prefix}-sites`, {}, opts);
    const { component, sites, image, user } = args;
    const volume: OwnedVolume = ownedVolume(
      context,
      `${context.prefix}-sites`,
      { component, owner: user, image, protect: false },
      { parent: this },
    );
    this.volume = volume.ready;
    this.published = all(sites.map((site) => this.publish(args, site)));
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.sites> {
    return nodesOf(this, children.sites);
  }

  private publish({ component, image, user }: SitesArgs, site: Site): Output<PublishedSite> {
    const { context } = this;
    const name = `${context.prefix}-${site.name}-site`;
    const carrier = context.image(site.image).reference;
    const release = output(carrier).apply((reference) => siteRelease(site, reference));
    // Never started, so the image needs no shell: the engine fills a new volume from the image's folder.
    const holder = new docker.Container(
      name,
      {
        image: carrier,
        command: ["true"],
        start: false,
        mustRun: false,
        restart: "no",
        networkMode: "none",
        volumes: [{ containerPath: site.folder }],
        labels: Object.entries(labels(context, component, "files")).map(([label, value]) => ({
          label,
          value,
        })),
      },
      { parent: this, deleteBeforeReplace: false },
    );
    const shape = containerArgs({
      image,
      user,
      command: [
        "sh",
        "-c",
        release.apply((id) =>
          renderPublish({ site: site.name, from: site.folder, release: id, fallback: site.fallback }),
        ),
      ],
      volumes: [
        { fromContainer: holder.name, readOnly: true },
        { volumeName: this.volume, containerPath: sitesFolder },
      ],
      labels: labels(context, component, "site"),
    });
    const { succeeded } = oneShot(
      context,
      `${name}-publish`,
      { what: `publishing the site ${site.name}`, deadline, shape: { ...shape, networkMode: "none" } },
      { parent: this },
    );
    return all([succeeded, release]).apply(([, id]): PublishedSite => ({ site, release: id }));
  }
}
