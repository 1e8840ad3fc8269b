import { imageKey, pinned, type Image, type Pins } from "../../model";
import type { ImageSource } from "../../shared/platform";
import { distinct } from "../../render/names";
import { fixedName, nameLimits } from "../naming.args";
import type { AwsSettings } from "../settings";

/** What stands beside a system's own containers; of one release, for no digest is looked up for it. */
export const plainImage = "busybox:1.37.0";

/** A registry from which ECR fetches what it does not have yet. */
export interface CachedRegistry {
  /** Host of its references. */
  readonly host: string;
  /** Host that ECR asks. */
  readonly upstream: string;
  /** Start of the names in ECR, within the stack. */
  readonly prefix: string;
  /** Whether it asks for a login. */
  readonly login: boolean;
}

type Place = Pick<AwsSettings, "account" | "region" | "registries">;

const publicGallery: CachedRegistry = {
  host: "public.ecr.aws",
  upstream: "public.ecr.aws",
  prefix: "public",
  login: false,
};

/** Hosts that ECR calls otherwise than references do. */
const upstreams: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** The registries whose images ECR caches: AWS's own gallery, and those that the operator has a login for. */
export function cachedRegistries({ registries }: Pick<AwsSettings, "registries">): readonly CachedRegistry[] {
  const hosts = Object.keys(registries).sort();
  const form = (host: string): string => host.replace(/[^a-z0-9]+/g, "-");
  const prefixes = distinct(hosts, form, nameLimits.pullThrough, [publicGallery.prefix]);
  const own = hosts.map((host) => ({
    host,
    upstream: upstreams[host] ?? host,
    prefix: prefixes.get(host) ?? form(host),
    login: true,
  }));
  return [publicGallery, ...own];
}

/** Start of the names in ECR of what a stack has from a registry. */
export function cachePrefix(stack: string, { prefix }: Pick<CachedRegistry, "prefix">): string {
  return fixedName("pullThrough", stack, prefix);
}

/** Whether a repository of ECR, by its ARN, is one that a stack's caches fill. */
export function isCached(arn: string, stack: string, place: Pick<AwsSettings, "registries">): boolean {
  return cachedRegistries(place).some((registry) =>
    arn.includes(`:repository/${cachePrefix(stack, registry)}/`),
  );
}

/** Images of Docker Hub that AWS's gallery has under another name. */
const galleryNames: Readonly<Record<string, string>> = { "amazon/aws-cli": "aws-cli/aws-cli" };

/** Host and rest of a reference; official images of Docker Hub are in AWS's gallery too. */
export function placeOfImage(reference: string): { readonly host: string; readonly rest: string } {
  const [first = "", ...others] = reference.split("/");
  const hosted = others.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hosted) return { host: first, rest: others.join("/") };
  if (others.length === 0) return { host: publicGallery.host, rest: `docker/library/${reference}` };
  // The name ends at the tag, or at the digest, which has a colon of its own.
  const [, name = "", tag = ""] = /^([^:@]*)(.*)$/.exec(reference) ?? [];
  const mirrored = galleryNames[name];
  if (mirrored !== undefined) return { host: publicGallery.host, rest: `${mirrored}${tag}` };
  return { host: "docker.io", rest: reference };
}

function ecrHost({ account, region }: Place): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

/** Whether a reference is in an ECR registry, which tasks reach without the internet. */
export function isEcr(reference: string): boolean {
  return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//.test(reference);
}

/**
 * The reference by which tasks pull: through ECR's cache where there is one, so that they need no way to the internet
 * for it.
 */
export function pulledReference(reference: string, prefix: string, place: Place): string {
  if (isEcr(reference)) return reference;
  const { host, rest } = placeOfImage(reference);
  const cache = cachedRegistries(place).find((one) => one.host === host);
  return cache === undefined ? reference : `${ecrHost(place)}/${cachePrefix(prefix, cache)}/${rest}`;
}

/**
 * The reference that tasks pull one of the system's own images by.
 *
 * @throws RangeError for one that would be built: no task has sources
 */
export function pulledImage(
  image: Image,
  sources: Readonly<Record<string, ImageSource>>,
  options: { readonly prefix: string; readonly place: Place; readonly pins?: Pins },
): string {
  const source = sources[imageKey(image)];
  if (source?.from === "build")
    throw new RangeError(
      `image "${image.name}" is built from sources, and tasks pull images; push it to a registry`,
    );
  const reference = pinned(source?.reference ?? image.reference, options.pins ?? {});
  return pulledReference(reference, options.prefix, options.place);
}

/** The repository of a reference in ECR as an ARN; undefined where it is elsewhere. */
export function repositoryArn(reference: string, partition: string): string | undefined {
  const [, account, region, name] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(reference) ?? [];
  return name === undefined ? undefined : `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
}
