import { createHash, createHmac } from "node:crypto";

/** What AWS's SDK calls an identity. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request to one of AWS's APIs, before it is signed. */
export interface Unsigned {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Path and query as AWS's signature version 4 writes them: sorted, and the path encoded once more. */
function canonicalPlace({ pathname, searchParams }: URL): string {
  const path = pathname.split("/").map(encoded).join("/");
  const query = [...searchParams]
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .sort()
    .join("&");
  return `${path}\n${query}`;
}

/**
 * The headers of a request with its signature (AWS Signature Version 4).
 *
 * @param at moment of the request; AWS takes one for five minutes
 */
export function signed(
  { method, url, body, headers }: Unsigned,
  { accessKeyId, secretAccessKey, sessionToken }: Identity,
  place: { readonly region: string; readonly service: string; readonly at: Date },
): Readonly<Record<string, string>> {
  const { region, service, at } = place;
  const moment = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = moment.slice(0, 8);
  const all: Readonly<Record<string, string>> = {
    ...headers,
    host: url.host,
    "x-amz-date": moment,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(all).sort();
  const canonical = [
    method,
    canonicalPlace(url),
    ...names.map((name) => `${name}:${(all[name] ?? "").trim()}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", moment, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString("hex");
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}
