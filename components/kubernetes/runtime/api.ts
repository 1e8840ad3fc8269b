import { Agent, request } from "node:https";
import { request as plainRequest } from "node:http";
import type { Access } from "./kubeconfig";

/** An answer of the API server that is not a success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** The few questions that the program has to an API server. */
export interface Api {
  /** One object or a list. */
  get<T>(path: string): Promise<T>;
  text(path: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** Changes what the patch names (RFC 7386). */
  merge(path: string, patch: object): Promise<void>;
}

const patience = 30_000;

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: string };
    return message ?? body;
  } catch {
    return body;
  }
}

/** The API server of a kubeconfig's cluster. */
export function apiAt(access: Access): Api {
  const secure = access.server.startsWith("https:");
  const agent = secure
    ? new Agent({
        keepAlive: true,
        maxSockets: 8,
        ca: access.ca,
        cert: access.certificate,
        key: access.key,
        rejectUnauthorized: access.insecure !== true,
        ...(access.serverName === undefined ? {} : { servername: access.serverName }),
      })
    : undefined;
  const ask = (method: string, path: string, patch?: object): Promise<string> =>
    new Promise((done, failed) => {
      const url = new URL(`${access.server.replace(/\/$/, "")}${path}`);
      const headers = {
        accept: "application/json, */*",
        ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }),
        ...(patch === undefined ? {} : { "content-type": "application/merge-patch+json" }),
      };
      const options = { method, headers, agent, timeout: patience };
      const sent = (secure ? request : plainRequest)(url, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", failed);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) done(text);
          else failed(new ApiError(status, messageOf(text)));
        });
      });
      sent.on("timeout", () =>
        sent.destroy(new Error(`the API server ${url.host} has not answered for ${patience / 1000} s`)),
      );
      sent.on("error", failed);
      sent.end(patch === undefined ? undefined : JSON.stringify(patch));
    });
  return {
    get: async <T>(path: string) => JSON.parse(await ask("GET", path)) as T,
    text: (path) => ask("GET", path),
    remove: async (path) => {
      // A Job's pods would stay otherwise, and hold what they asked for.
      await ask("DELETE", `${path}?propagationPolicy=Background`);
    },
    merge: async (path, patch) => {
      await ask("PATCH", path, patch);
    },
  };
}
