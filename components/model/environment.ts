import type { Tls } from "./ingress";

/** The knobs that a system reads: what differs between development, staging and production. */
export interface Environment {
  readonly name: "development" | "staging" | "production";
  /** Host name that people use. */
  readonly domain: string;
  /** Repository prefix of the system's images, e.g. `ghcr.io/your-org/syfthub`. */
  readonly repository: string;
  /** Tag (or `sha256:` digest) of the system's images. */
  readonly tag: string;
  /** Instances of a service that may have several. */
  readonly replicas: number;
  /** Host ports by name; a name that is absent has the system's own default. */
  readonly ports: Readonly<Record<string, number>>;
  /** Certificates; absent: plain HTTP. */
  readonly tls?: Tls;
  /** GPUs per instance of the services that compute on them. @default 0 */
  readonly gpus?: number;
  /** Address ranges (CIDR) that may come in; absent: the system's own default. */
  readonly allowedAddresses?: readonly string[];
  /** Bucket that backups are copied to; absent: the system's own default on AWS S3. */
  readonly bucket?: { readonly name: string; readonly endpoint?: string; readonly region?: string };
}

export function isDevelopment(env: Environment): boolean {
  return env.name === "development";
}

/** `repository:tag`, or `repository@digest` where the tag is a digest. */
export function tagged(repository: string, tag: string): string {
  return `${repository}${tag.startsWith("sha256:") ? "@" : ":"}${tag}`;
}
