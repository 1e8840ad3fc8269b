import type { X509Certificate } from "node:crypto";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as tlsRequest, type RequestOptions as TlsOptions } from "node:https";
import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";

const patience = 10_000;

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** What the server showed; absent over plain HTTP. */
  readonly certificate?: {
    readonly leaf: X509Certificate;
    /** Why this machine does not trust it; absent where it does. */
    readonly distrust?: string;
  };
}

/** Names below `localhost` are no one's but this machine's (RFC 6761): they are looked for where the stack is. */
function lookupAt(address: string): LookupFunction {
  return (name, options, callback) => {
    systemLookup(/\.localhost$/.test(name) ? address : name, options, callback);
  };
}

function answerOf(response: IncomingMessage): Promise<Answer> {
  const { socket, statusCode } = response;
  const peer = "getPeerX509Certificate" in socket ? (socket as TLSSocket) : undefined;
  const leaf = peer?.getPeerX509Certificate();
  const distrust = peer?.authorizationError as Error | string | null | undefined;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("error", reject);
    response.on("end", () =>
      resolve({
        status: statusCode ?? 0,
        body: Buffer.concat(chunks).toString(),
        ...(leaf === undefined
          ? {}
          : {
              certificate: {
                leaf,
                ...(distrust === null || distrust === undefined
                  ? {}
                  : { distrust: distrust instanceof Error ? distrust.message : distrust }),
              },
            }),
      }),
    );
  });
}

/**
 * Asks a URL and follows no redirect. Any certificate is taken: whether it is the right one, the caller decides.
 *
 * @param at where names below `localhost` are. @default loopback
 * @throws Error when there is no answer within 10 s
 */
export function get(url: URL, at = "127.0.0.1"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options: TlsOptions = {
      signal: AbortSignal.timeout(patience),
      // Connections that are used again would show no certificate.
      agent: false,
      lookup: lookupAt(at),
      rejectUnauthorized: false,
    };
    const send = url.protocol === "https:" ? tlsRequest : plainRequest;
    const outgoing = send(url, options, (response) => {
      answerOf(response).then(resolve, reject);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** What went wrong with a request, in a word: `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.message;
}
