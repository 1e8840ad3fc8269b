import { engineContainer, engineOf, isServer, type Store } from "../engines";
import type { Ingress, IngressEngine } from "../ingress";
import { siteServerOf } from "../graph/site-server";
import { hasMetrics, originOf, type System } from "../system";
import { certbotImage } from "./tls";
import { toolsImage } from "./tools";

/**
 * The bytes that are meant by each image's reference: `sha256:…`, the digest of what a registry has under it, or
 * `id:sha256:…`, the id of an image that only the engine has.
 */
export type Pins = Readonly<Record<string, string>>;

export const pinPattern = /^(?:id:)?sha256:[0-9a-f]{64}$/;

/** What keeps the metrics of components without a port. */
export const exporterImage = "prom/node-exporter:v1.9.1";
/** What archives volumes. */
export const archiverImage = "busybox:1.37";
/** What leads connections that only read to a database's replicas (https://hub.docker.com/_/haproxy). */
export const balancerImage = "haproxy:3.2-alpine";
/** What copies to a bucket: from 2.23 on it sends checksums by default that other makers' buckets refuse. */
export const bucketImage = "amazon/aws-cli:2.22.35";

/** The version of each engine that a stack gets which chooses another engine than its system. */
export const ingressVersions: Readonly<Record<IngressEngine, string>> = {
  nginx: "1.30",
  traefik: "3.7",
  kong: "3.9",
};

/** The official image of what takes the requests. */
export function ingressImage({ engine = "nginx", version }: Pick<Ingress, "engine" | "version">): string {
  switch (engine) {
    case "nginx":
      return `nginx:${version}-alpine`;
    case "traefik":
      return `traefik:v${version}`;
    case "kong":
      return `kong:${version}`;
    default:
      return engine satisfies never;
  }
}

/** What serves static sites behind an engine of the ingress that serves no files. */
export const siteServerImage = ingressImage({ engine: "nginx", version: ingressVersions.nginx });

/** What saves object stores: a client of S3. */
export const objectsImage = "rclone/rclone:1.75.2";
/** What saves a Qdrant: a client of its API. */
export const requestImage = "curlimages/curl:8.15.0";

/** The image that saves a store through its API; undefined where it is saved otherwise. */
export function savingImage({ engine }: Store): string | undefined {
  if (engine === "minio") return objectsImage;
  return engine === "qdrant" ? requestImage : undefined;
}

/** Whether a reference names bytes already. */
export function isPinned(reference: string): boolean {
  return reference.includes("@");
}

/** Whether a pin is an image's id, which no registry knows. */
export function isImageId(pin: string): boolean {
  return pin.startsWith("id:");
}

/** A reference without its tag: `ghcr.io:443/org/app:v1` → `ghcr.io:443/org/app`. */
function repositoryOf(reference: string): string {
  return reference.replace(/:[^:/]+$/, "");
}

/**
 * What is pulled for a reference: by the digest of its pin, if it has one; an image's id by itself.
 *
 * @param tag whether the tag stays beside the digest, for people; not everything that pulls takes both
 */
export function pinned(reference: string, pins: Pins, tag = false): string {
  const pin = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
  if (pin === undefined) return reference;
  if (isImageId(pin)) return pin.slice("id:".length);
  return `${tag ? reference : repositoryOf(reference)}@${pin}`;
}

/** The references of a system's images. */
export interface References {
  /** Of the system's own, where they are pulled. */
  readonly own: readonly string[];
  /** Of stores, the proxy and helpers. */
  readonly engines: readonly string[];
}

const distinct = (references: readonly string[]): readonly string[] =>
  [...new Set(references)].filter((reference) => !isPinned(reference)).sort();

/**
 * The references of all images that a system runs, without those that are digests already.
 *
 * @param operators whether the target has operators, which run images of their own
 */
export function referencesOf(system: System, operators = false): References {
  const { services, jobs, sites, stores, ingress, backups } = system;
  // An external one is backed up with its engine's image all the same.
  const servers = stores
    .filter(isServer)
    .filter(({ name, external }) => external === undefined || backups.some(({ store }) => store === name));
  const isMade = ({ name }: { readonly name: string }) => originOf(system, name) !== undefined;
  const workloads = [...services, ...jobs];
  const saved = new Set(backups.map(({ store }) => store));
  const copied = backups.some(({ destinations }) => destinations.some(({ to }) => to === "bucket"));
  const created = servers.some((store) => store.engine === "minio" && store.buckets.length > 0);
  return {
    own: distinct([...workloads.filter((one) => !isMade(one)), ...sites].map(({ image }) => image.reference)),
    engines: distinct([
      ...workloads.filter(isMade).map(({ image }) => image.reference),
      ...servers.flatMap((store) => {
        const { image, adds } = engineContainer(store);
        const operated = operators ? engineOf(store).operatedImage?.(store) : undefined;
        if (operated === undefined) return [image, ...(adds === undefined ? [] : [adds.image])];
        return [operated, ...(saved.has(store.name) ? [image] : [])];
      }),
      ...(ingress === undefined ? [] : [ingressImage(ingress)]),
      ...(siteServerOf(system) === undefined ? [] : [siteServerImage]),
      ...(ingress?.tls?.mode === "lets-encrypt" ? [certbotImage] : []),
      ...(hasMetrics(system) ? [exporterImage] : []),
      ...(copied || created ? [bucketImage] : []),
      ...stores.filter(({ name }) => saved.has(name)).flatMap((one) => savingImage(one) ?? []),
      // Operators, and services of a provider, lead to replicas themselves.
      ...(!operators && servers.some((store) => "readReplicas" in store && (store.readReplicas ?? 0) > 0)
        ? [balancerImage]
        : []),
      ...(ingress?.engine === "kong" ? [toolsImage] : []),
      // Hands volumes over, asks instances for their health, and runs jobs on their schedule.
      ...(stores.length > 0 ||
      services.some(({ health }) => health !== undefined) ||
      jobs.some(({ run }) => run !== "release")
        ? [toolsImage]
        : []),
      ...(stores.some((store) => !isServer(store) && saved.has(store.name)) ? [archiverImage] : []),
    ]),
  };
}
