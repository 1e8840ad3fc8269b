import type { Duration, Site } from "../../model";

/** The addresses behind one port of a service: the instances' names on the private network, and the port. */
export interface Upstream {
  readonly servers: readonly string[];
  readonly port: number;
}

/** A static site as the proxy finds it on its disk. */
export interface PublishedSite {
  readonly site: Site;
  /** Name of the release's folder below the site's. */
  readonly release: string;
}

/** Where certificates and the challenges of a certificate authority lie in nginx's container. */
export interface TlsPlaces {
  /** Port that nginx listens on inside its container. */
  readonly listen: number;
  /** Folder whose `.well-known/acme-challenge` proves who owns a host name; absent: there are no challenges. */
  readonly challenges?: string;
}

/** A load balancer in front, which speaks TLS in nginx's place; nobody else reaches nginx. */
export interface NginxFront {
  /** Ranges of the addresses that it connects from. */
  readonly ranges: readonly string[];
  /** Header at whose end it writes who connected to it; what stands before that is the client's word. */
  readonly header: string;
  /** Path at which it asks an address, not a name, whether nginx may be sent requests. */
  readonly health: string;
  /** Path of the system that is asked by its own name, where two regions answer for the same names. @default none */
  readonly failover?: string;
  /** Seconds that it keeps an idle connection: nginx keeps one for longer, so that none is closed while a request is on its way. */
  readonly idle: number;
}

export interface NginxOptions {
  /** By the name that `upstreamName` gives. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  /** By the site's name. @default none */
  readonly sites?: Readonly<Record<string, PublishedSite>>;
  /** Folder of the configuration in nginx's container. */
  readonly folder: string;
  /** Port for plain HTTP that nginx listens on inside its container. */
  readonly listen: number;
  /** Asked for by an ingress with TLS. */
  readonly tls?: TlsPlaces;
  /**
   * Who speaks TLS in nginx's place: `tls.listen` is then a port for what came over HTTPS, without TLS itself.
   *
   * @default nobody: clients connect to nginx
   */
  readonly front?: NginxFront;
  /** Port on the container's own loopback for health and for reloads. */
  readonly internal: number;
  /** Log lines of requests as JSON or for people, or none. */
  readonly logs: "json" | "console" | "none";
  /**
   * Whom a server's name stands for: an instance, whose address may change at any time (Docker), or a balancer in front of
   * all instances, whose address never changes (a Service of Kubernetes).
   *
   * @default "instance"
   */
  readonly names?: "instance" | "balancer";
  /**
   * What becomes of a request for a name that is not one of the ingress's: refused with 421, or served as if it were the first.
   *
   * @default "served"
   */
  readonly unknownHosts?: "refused" | "served";
  /** Whether requests are counted, and Prometheus may ask for them at `proxyMetricsPort`. @default false */
  readonly measured?: boolean;
  /** Whether the metrics tell when the certificate ends, where nobody else does. @default false */
  readonly expiry?: boolean;
  /** Longest time that a service behind the ingress lets its open responses live when it stops. @default "0s" */
  readonly drain?: Duration;
}

/** Where the configuration lies: the one folder of the official image that belongs to nginx's own user. */
export const configurationFolder = "/var/cache/nginx";

/** Certificate and key in one file below the configuration's folder, so that one rename replaces both. */
export const certificateFile = "tls/pair.pem";

/** Where the files of static sites lie in nginx's container: a folder for each site, in it one for each release. */
export const sitesFolder = "/srv/sites";

/**
 * Paths of a site that are never published: a file or folder whose name begins with a dot, save `/.well-known` at its top
 * (RFC 8615). A regular expression, for nginx and for JavaScript.
 */
export const hiddenPath = String.raw`/\.(?!well-known(?:/|$))`;
