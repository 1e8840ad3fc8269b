import { createHash } from "node:crypto";
import { registryOf } from "../preflight/checks";

/** Milliseconds that a registry may take for an answer. */
const patienceMs = 30_000;

/** Manifests of one machine's kind and of several; without the latter a registry may convert, to another digest. */
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What a registry says of a reference. */
export type Answer =
  | { readonly kind: "digest"; readonly digest: string }
  /** It has no such image, or does not show it. */
  | { readonly kind: "absent"; readonly why: string }
  /** It could not be asked. */
  | { readonly kind: "silent"; readonly why: string };

interface Place {
  readonly origin: string;
  readonly name: string;
  readonly tag: string;
}

/** Where a reference lies: `postgres:16` is `library/postgres` of Docker Hub. */
export function placeOf(reference: string): Place {
  const registry = registryOf(reference);
  const hosted = reference.startsWith(`${registry}/`);
  const path = hosted ? reference.slice(registry.length + 1) : reference;
  const [, name = path, tag = "latest"] = /^(.*?)(?::([^:/]+))?$/.exec(path) ?? [];
  const full = registry === "docker.io" && !name.includes("/") ? `library/${name}` : name;
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  // As engines do: one on the machine itself needs no certificate.
  const scheme = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host) ? "http" : "https";
  return { origin: `${scheme}://${host}`, name: full, tag };
}

function basic({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** The parameters of a challenge: `Bearer realm="https://…",service="…"`. */
function parameters(challenge: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
}

/** What a registry wants to see for its challenge; undefined where there is nothing to show. */
async function authorization(challenge: string, name: string, login: Login | undefined) {
  if (/^basic/i.test(challenge)) return login === undefined ? undefined : basic(login);
  const { realm, service, scope = `repository:${name}:pull` } = parameters(challenge);
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  const answer = await fetch(url, {
    headers: login === undefined ? {} : { authorization: basic(login) },
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) return undefined;
  const { token, access_token: other } = (await answer.json()) as { token?: string; access_token?: string };
  const found = token ?? other;
  return found === undefined ? undefined : `Bearer ${found}`;
}

async function manifest({ origin, name, tag }: Place, method: "HEAD" | "GET", login: Login | undefined) {
  const url = `${origin}/v2/${name}/manifests/${tag}`;
  const ask = (headers: Readonly<Record<string, string>>) =>
    fetch(url, {
      method,
      headers: { accept: manifestTypes, ...headers },
      signal: AbortSignal.timeout(patienceMs),
    });
  const first = await ask({});
  const challenge = first.headers.get("www-authenticate");
  if (first.status !== 401 || challenge === null) return first;
  const shown = await authorization(challenge, name, login);
  return shown === undefined ? first : await ask({ authorization: shown });
}

/** Asks the registry of a reference for the digest that its tag stands for now. */
export async function digestOf(reference: string, login: Login | undefined): Promise<Answer> {
  const place = placeOf(reference);
  try {
    const head = await manifest(place, "HEAD", login);
    if ([401, 403, 404].includes(head.status)) {
      const why = head.status === 404 ? "it has no such tag" : "it asks for a login with read access";
      return { kind: "absent", why: `${place.origin} answers ${head.status}: ${why}` };
    }
    if (!head.ok) return { kind: "silent", why: `${place.origin} answers ${head.status}` };
    const told = head.headers.get("docker-content-digest");
    if (told !== null && /^sha256:[0-9a-f]{64}$/.test(told)) return { kind: "digest", digest: told };
    // A registry need not say it: it is the hash of the manifest.
    const whole = await manifest(place, "GET", login);
    if (!whole.ok) return { kind: "silent", why: `${place.origin} answers ${whole.status}` };
    const body = Buffer.from(await whole.arrayBuffer());
    return { kind: "digest", digest: `sha256:${createHash("sha256").update(body).digest("hex")}` };
  } catch (error) {
    const { message, cause } = error as Error;
    return {
      kind: "silent",
      why: `${place.origin} does not answer: ${cause instanceof Error ? cause.message : message}`,
    };
  }
}
