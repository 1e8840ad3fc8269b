import { request as plainRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as tlsRequest } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Subject } from "../../../support/drivers/driver";

/** Where a stack's ingress listens, and the name that it is asked by: it refuses others. */
export type Origin = Pick<Subject, "address" | "https" | "domain">;

/** The URL of an origin, by its name. */
export function urlOf({ domain, https }: Origin): string {
  return `https://${domain}:${https}`;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Fingerprint of the certificate that was shown; absent over plain HTTP. */
  readonly fingerprint?: string;
}

export interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Over HTTP instead of HTTPS. */
  readonly plain?: boolean;
}

/** Where a stack's ingress listens, over TLS and without. */
export type Listening = Pick<Subject, "address" | "http" | "https" | "domain">;

/** Asks the stack's ingress by its host name, and gives the answer as soon as its headers are there. */
export function opened(
  { address, http, https, domain }: Listening,
  path: string,
  { method = "GET", headers = {}, plain = false, body }: Asking = {},
): Promise<IncomingMessage> {
  const options = {
    host: address,
    port: plain ? http : https,
    servername: domain,
    path,
    method,
    agent: false,
    rejectUnauthorized: false,
    headers: { host: domain, ...headers },
  } as const;
  return new Promise((resolve, reject) => {
    const outgoing = plain ? plainRequest(options, resolve) : tlsRequest(options, resolve);
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Asks the stack's ingress and waits for the whole answer. */
export async function ask(production: Listening, path: string, asking: Asking = {}): Promise<Answer> {
  const response = await opened(production, path, asking);
  const fingerprint = (response.socket as Partial<TLSSocket>).getPeerX509Certificate?.()?.fingerprint256;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString("latin1"),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
