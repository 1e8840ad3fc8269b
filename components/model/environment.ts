import type { Tls } from "./ingress";

/** What differs between development, staging and production, for a system to read. */
export interface Environment {
  /**
   * Which of the three; in production `check` asks for TLS, backups, resources and health checks.
   * @example "production"
   */
  readonly name: "development" | "staging" | "production";
  /**
   * Host name that people use.
   * @example "shop.example.com"
   */
  readonly domain: string;
  /**
   * Repository prefix of the system's images.
   * @example "ghcr.io/your-org/shop"
   */
  readonly repository: string;
  /**
   * Tag, or `sha256:` digest, of the system's images.
   * @example "v1.4.2"
   */
  readonly tag: string;
  /**
   * Instances of a service that may have several, a whole number from 1.
   * @example 2
   */
  readonly replicas: number;
  /**
   * Host ports by name; a name that is absent has the system's own default.
   * @example { http: 8080, db: 5432 }
   */
  readonly ports: Readonly<Record<string, number>>;
  /**
   * Where the certificate comes from.
   * @default the system's own choice
   * @example { mode: "lets-encrypt", email: "ops@example.com" }
   */
  readonly tls?: Tls;
  /**
   * GPUs per instance of the services that compute on them, a whole number.
   * @default 0
   * @example 1
   */
  readonly gpus?: number;
  /**
   * Address ranges (CIDR) that may come in.
   * @default the system's own choice
   * @example ["192.0.2.0/24", "2001:db8::/32"]
   */
  readonly allowedAddresses?: readonly string[];
  /**
   * Whether a system is measured that is not by itself.
   * @default false
   * @example true
   */
  readonly monitored?: boolean;
  /**
   * Bucket that backups are copied to.
   * @default the system's own choice, on AWS S3
   * @example { name: "shop-backups", endpoint: "https://fsn1.your-objectstorage.com" }
   */
  readonly bucket?: { readonly name: string; readonly endpoint?: string; readonly region?: string };
}

/**
 * Whether the environment is a developer's machine.
 * @example
 * const publish = isDevelopment(env) ? { port: env.ports.db ?? 5432 } : undefined;
 */
export function isDevelopment(env: Environment): boolean {
  return env.name === "development";
}

/**
 * `repository:tag`, or `repository@digest` where the tag is a digest.
 * @example
 * const image: model.Image = { name: "api", reference: tagged(`${env.repository}-api`, env.tag) };
 */
export function tagged(repository: string, tag: string): string {
  return `${repository}${tag.startsWith("sha256:") ? "@" : ":"}${tag}`;
}
