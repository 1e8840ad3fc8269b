import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PlainError } from "../../setup/errors";
import type { Layout } from "./layout";

const POLL_MS = 100;
const ANSWER_MS = 5_000;

/** What the API server said. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** An object of Kubernetes as far as it has to be known to be named. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Speaks to a cluster of ours as its administrator. */
export class ClusterApi {
  readonly #layout: Layout;
  readonly #tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

  constructor(layout: Layout) {
    const file = (name: string) => readFileSync(join(layout.pki, name));
    this.#layout = layout;
    this.#tls = { ca: file("ca.crt"), cert: file("admin.crt"), key: file("admin.key") };
  }

  /** Asks for a path; rejects where no server answers within 5 s. */
  async ask(method: string, path: string, body?: object, type = "application/json"): Promise<ApiAnswer> {
    const options = { method, ...this.#tls, timeout: ANSWER_MS, headers: { "content-type": type } };
    return await new Promise((resolve, reject) => {
      const sent = request(`${this.#layout.server}${path}`, options, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") }),
        );
      });
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** The object at a path; undefined where there is none or no server. */
  async read<T>(path: string): Promise<T | undefined> {
    try {
      const { status, text } = await this.ask("GET", path);
      return status === 200 ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Makes an object, or brings it up to date.
   *
   * @param collection such as `/apis/apps/v1/namespaces/kube-system/deployments`
   * @throws PlainError with the server's words when it refuses
   */
  async apply(collection: string, manifest: Manifest): Promise<void> {
    const path = `${collection}/${manifest.metadata.name}?fieldManager=trireme-cluster&force=true`;
    const { status, text } = await this.ask("PATCH", path, manifest, "application/apply-patch+yaml");
    if (status >= 300)
      throw new PlainError(
        `The cluster refused ${manifest.kind} ${manifest.metadata.name} (${status}): ${text}`,
      );
  }

  /** True if the server says that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      return (await this.ask("GET", "/readyz")).status === 200;
    } catch {
      return false;
    }
  }
}

/**
 * Waits for a condition.
 *
 * @param what completes "… within N s"
 * @param broken tells why it cannot come true any more
 * @throws PlainError when it does not come true in time
 */
export async function until(
  what: string,
  milliseconds: number,
  condition: () => Promise<boolean>,
  broken: () => string | undefined = () => undefined,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    const reason = broken();
    if (reason !== undefined) throw new PlainError(reason);
    if (Date.now() > deadline) throw new PlainError(`${what} within ${milliseconds / 1000} s.`);
    await delay(POLL_MS);
  }
}
