import type { Build } from "./image";

/** Built files that the ingress serves itself. */
export interface Site {
  /**
   * Tells sites from components.
   * @example "site"
   */
  readonly kind: "site";
  /**
   * Unique among the system's sites: lower-case letters, digits and inner hyphens, up to 63 characters.
   * @example "web"
   */
  readonly name: string;
  /**
   * Image that carries the files.
   * @example { name: "web", reference: "ghcr.io/your-org/shop-web:v1.4.2", build: { context: "frontend" } }
   */
  readonly image: { readonly name: string; readonly reference: string; readonly build?: Build };
  /**
   * Absolute path of the files' folder in that image.
   * @example "/usr/share/nginx/html"
   */
  readonly folder: string;
  /**
   * File that unknown paths answer with, as a single-page application needs it: a path below the folder.
   * @default none: unknown paths answer 404
   * @example "/index.html"
   */
  readonly fallback?: string;
  /**
   * Endings of file names, without a dot, that browsers keep for a year as immutable.
   * @default []
   * @example ["js", "css", "woff2"]
   */
  readonly immutable?: readonly string[];
}

/**
 * A static site served by the ingress; `check` refuses one that no route leads to.
 * @example
 * const web = site("web", { image, folder: "/usr/share/nginx/html", fallback: "/index.html", immutable: ["js", "css"] });
 * const gate = ingress("gate", {
 *   version: "1.28",
 *   hosts: ["shop.example.com"],
 *   http: { port: 80 },
 *   routes: [route("/api/", api), siteRoute("/", web)],
 * });
 */
export function site(name: string, props: Omit<Site, "kind" | "name">): Site {
  return { kind: "site", name, ...props };
}
