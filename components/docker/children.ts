import type * as docker from "@pulumi/docker";
import type { RandomPassword } from "@pulumi/random";
import type { PrivateKey, SelfSignedCert } from "@pulumi/tls";
import { certificateChildren, child, secretChildren } from "../shared/children";
import type { TransformsOf } from "../shared/transform";

const container = (named?: RegExp) =>
  child<typeof docker.Container>("docker:index/container:Container", named);
const volume = () => child<typeof docker.Volume>("docker:index/volume:Volume");

/** Holds files that the consumer mounts; never started. */
const files = container(/-files$/);
/** Gives a new volume to the user who writes in it, and ends. */
const owner = container(/-owner$/);

/** What each component registers on an engine, by the keys of `transforms.docker.ts` and of `nodes`. */
export const children = {
  platform: {
    /** Brings the tools by which health is asked. */
    prober: container(/^-prober$/),
    /** Volumes of the system that services share, and those by which a store and its backups work together. */
    volume: volume(),
    owner,
  },
  /** Its private networks, and the ways out. */
  networks: { network: child<typeof docker.Network>("docker:index/network:Network") },
  /** Images that are pulled or built. */
  images: { image: child<typeof docker.RemoteImage>("docker:index/remoteImage:RemoteImage") },
  secrets: secretChildren,
  /** Its instances. */
  service: { files, container: container() },
  job: { files, container: container() },
  scheduledJob: {
    files,
    owner,
    container: container(),
    /** What its scheduler remembers. */
    volume: volume(),
  },
  store: {
    files: container(/^(-certificate)?-files$/),
    owner: container(/^-(data|certificate)-owner$/),
    /** Bring what the engine's image lacks. */
    addition: container(/-additions(-source)?$/),
    /** Brings a certificate where the server finds it, and ends. */
    bring: container(/^-certificate$/),
    /** Lets the server read it again, and ends. */
    reload: container(/^-certificate-reload$/),
    container: container(),
    volume: volume(),
    key: child<typeof PrivateKey>("tls:index/privateKey:PrivateKey"),
    ...certificateChildren,
  },
  /** The Sentinels beside the servers of a Redis. */
  sentinels: { files, container: container() },
  /** The read replicas of a Postgres, and what leads to them. */
  replicas: {
    password: child<typeof RandomPassword>("random:index/randomPassword:RandomPassword"),
    files: container(/-files$/),
    owner: container(/-data-owner$/),
    /** Makes the role that they log in as, and ends. */
    role: container(/-role$/),
    /** What connections that only read are taken by. */
    balancer: container(/-read$/),
    /** Lets one read its certificate again, and ends. */
    reload: container(/-certificate-reload$/),
    container: container(),
    volume: volume(),
  },
  /** What brings a rotated password into force. */
  credentials: { files, container: container() },
  /** What makes the buckets of an object store. */
  buckets: { files, container: container() },
  backup: {
    /** A backup that is taken before a job of the release. */
    first: container(/^-before-/),
    files: container(/^-files$/),
    owner: container(/^-(kept|scratch|fetched)-owner$/),
    container: container(),
    volume: volume(),
  },
  /** Copies a backup to a bucket. */
  offsite: { files, container: container() },
  /** The exporter of metrics that have no port of their own. */
  metrics: { container: container(), volume: volume() },
  /** The ingress. */
  proxy: {
    /** Brings each new configuration into the running proxy, and ends. */
    reload: container(/^-reload$/),
    /** Has the key of those whose tokens are taken; never started. */
    files,
    container: container(),
    volume: volume(),
  },
  /** The same by Traefik. */
  traefik: {
    /** Brings each new configuration into the running proxy, and ends. */
    reload: container(/^-reload$/),
    owner,
    /** Has its plugin, and the key of those whose tokens are taken; never started. */
    files,
    container: container(),
    volume: volume(),
  },
  /** The same by Kong. */
  kong: {
    /** Brings each new configuration into the running proxy, and ends. */
    reload: container(/^-reload$/),
    owner,
    /** Has the key of those whose tokens are taken; never started. */
    files,
    container: container(),
    volume: volume(),
  },
  /** What serves sites behind Traefik and Kong. */
  siteServer: {
    /** Brings each new configuration into it, and ends. */
    reload: container(/^-reload$/),
    container: container(),
    volume: volume(),
  },
  certificates: {
    files,
    owner,
    volume: volume(),
    key: child<typeof PrivateKey>("tls:index/privateKey:PrivateKey"),
    certificate: child<typeof SelfSignedCert>("tls:index/selfSignedCert:SelfSignedCert"),
  },
  /** The client of a certificate authority. */
  acme: {
    files,
    /** Gets the first certificate, and ends. */
    issue: container(/^-issue$/),
    container: container(),
  },
  /** Files of static sites. */
  sites: {
    /** Has the image whose files are published; never started. */
    holder: container(/-site$/),
    publish: container(/-site-publish$/),
    owner: container(/^-owner$/),
    volume: volume(),
  },
} as const;

/** What a file `transforms.docker.ts` of a system exports. */
export type DockerTransforms = TransformsOf<typeof children>;
