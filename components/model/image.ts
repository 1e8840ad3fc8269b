/** How an image is built from the team's own sources. */
export interface Build {
  /**
   * Folder of the build context, relative to the checkout that the stack's configuration names as `sources`.
   * @example "backend"
   */
  readonly context: string;
  /**
   * The Dockerfile, relative to the context.
   * @default "Dockerfile"
   * @example "docker/api.Dockerfile"
   */
  readonly dockerfile?: string;
  /**
   * Stage of the Dockerfile that is built.
   * @default the last one
   * @example "runtime"
   */
  readonly target?: string;
  /**
   * Build arguments; never a secret, for an image keeps them.
   * @default {}
   * @example { VITE_API_URL: "/api" }
   */
  readonly args?: Readonly<Record<string, string>>;
  /**
   * Hot reload: path below the context → path in the container, mounted in development.
   * @default {}
   * @example { src: "/app/src" }
   */
  readonly watch?: Readonly<Record<string, string>>;
}

/** What a container runs. */
export interface Image {
  /**
   * Name within the system; images of one name are the same image.
   * @example "api"
   */
  readonly name: string;
  /**
   * What is pulled: repository with tag or digest.
   * @example "ghcr.io/your-org/shop-api:v1.4.2"
   */
  readonly reference: string;
  /**
   * How it is built where a stack builds from sources.
   * @default pulled
   * @example { context: "backend", watch: { src: "/app/src" } }
   */
  readonly build?: Build;
  /**
   * Tag or digest of the release that it is of, where that is not the system's.
   * @default the system's
   * @example "v1.3.0"
   */
  readonly release?: string;
}

/**
 * What tells an image from the others of a system, in letters, digits, dots and hyphens.
 * @example
 * const key: string = imageKey({ name: "api", reference: "ghcr.io/your-org/shop-api:v1.3.0", release: "v1.3.0" });
 */
export function imageKey({ name, release }: Image): string {
  return release === undefined
    ? name
    : `${name}-${release.replace(/^sha256:(.{12}).*$/, "$1").replace(/_/g, "-")}`;
}
