import type { IncomingMessage, ServerResponse } from "node:http";
import type { Span } from "./traces";

/** One request on its way. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
  /** Of a request that is traced: what looks after a service is not. */
  readonly span?: Span | undefined;
}

export type Handle = (call: Call) => Promise<void> | void;

export interface Route {
  /** "*" for any. GET answers HEAD as well. */
  readonly method: "GET" | "POST" | "*";
  /** An exact path, or a prefix that ends in `/*`. */
  readonly path: string;
  readonly handle: Handle;
}

export const get = (path: string, handle: Handle): Route => ({ method: "GET", path, handle });
export const post = (path: string, handle: Handle): Route => ({ method: "POST", path, handle });
export const any = (path: string, handle: Handle): Route => ({ method: "*", path, handle });

/** An answer other than success, with the text that its caller reads. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The route with the longest path that fits; of two with one path, the first. */
export function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  let best: Route | undefined;
  for (const route of routes) {
    const isPrefix = route.path.endsWith("/*") && path.startsWith(route.path.slice(0, -1));
    const fits = (route.method === "*" || route.method === asked) && (route.path === path || isPrefix);
    if (fits && route.path.length > (best?.path.length ?? 0)) best = route;
  }
  return best;
}

export function send(call: Call, status: number, type: string, body: string): void {
  call.response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  call.response.end(body);
}

export function sendJson(call: Call, status: number, body: unknown): void {
  send(call, status, "application/json", JSON.stringify(body) + "\n");
}

const largestBody = 1024 * 1024;

export async function readBody(call: Call): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of call.request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new HttpError(413, `the body is larger than ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The body as a JSON object. */
export async function readObject(call: Call): Promise<Readonly<Record<string, unknown>>> {
  const text = await readBody(call);
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw new HttpError(400, "the body is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new HttpError(422, "the body must be a JSON object");
  return value as Record<string, unknown>;
}

/** A number of the query. */
export function numberOf(call: Call, name: string, fallback: number, maximum: number): number {
  const given = call.url.searchParams.get(name);
  const value = given === null ? fallback : Number(given);
  if (given === "" || !(value >= 0 && value <= maximum))
    throw new HttpError(400, `${name} is "${given}"; allowed is a number from 0 to ${maximum}`);
  return value;
}
