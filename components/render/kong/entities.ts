/** The entities of Kong's declarative configuration that are rendered, with the fields that are used (format 3.0). */

export interface KongPlugin {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface KongRoute {
  readonly name: string;
  readonly protocols: readonly ("http" | "https")[];
  readonly hosts?: readonly string[];
  /** A tilde first: a regular expression from the path's beginning on. */
  readonly paths: readonly string[];
  /** Of the regular expressions that match, the one with the greatest holds. */
  readonly regex_priority: number;
  readonly strip_path: false;
  readonly preserve_host: boolean;
  /** What plain HTTP gets on a route for HTTPS alone: a redirect to the same host, without a port. */
  readonly https_redirect_status_code?: 301;
  readonly request_buffering?: boolean;
  readonly response_buffering?: boolean;
  readonly plugins: readonly KongPlugin[];
}

export interface KongService {
  readonly name: string;
  readonly protocol: "http";
  /** Name of an upstream. */
  readonly host: string;
  readonly port: number;
  readonly retries: number;
  /** Milliseconds, like the two others. */
  readonly connect_timeout: number;
  readonly write_timeout: number;
  readonly read_timeout: number;
  readonly routes: readonly KongRoute[];
}

/** An upstream; its targets are lines of their own, which the reload adds. */
export interface KongUpstream {
  readonly name: string;
  readonly algorithm: "least-connections";
  readonly host_header?: string;
}
