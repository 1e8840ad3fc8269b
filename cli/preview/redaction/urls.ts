import { isSecretName } from "../../../policies/secrets/names";
import { looksRandom } from "./randomness";

/** Where a URL begins, and all that could belong to it. */
const start = /\b([a-z][a-z0-9+.-]*):\/\/[^\s"'`<>\\]*/gi;

/** Schemes whose user may be a name of a person or a role; of the others a user without a password is a token. */
const named =
  /^(?:ssh|sftp|ftp|git|git\+ssh|svn\+ssh|rsync|scp|postgres(?:ql)?|mysql|mariadb|jdbc:.*|smtps?|imaps?|ldaps?|mongodb(?:\+srv)?|docker\+ssh)$/i;

const plainName = /^[a-z_][a-z0-9._-]{0,31}\$?$/i;

/** A URL without the secrets in its user, its password, its parameters and, where a service is known for it, its path. */
export function withoutSecretsOfUrls(text: string, by: string): string {
  return text
    .replace(start, (url, scheme: string) => withoutParameters(withoutUser(url, scheme, by), by))
    .replace(/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g, `$1${by}`)
    .replace(/(discord(?:app)?\.com\/api\/webhooks\/\d+\/)[\w-]+/g, `$1${by}`)
    .replace(/(webhook\.office\.com\/webhookb2\/)[^\s"']+/g, `$1${by}`)
    .replace(/(api\.telegram\.org\/(?:file\/)?bot)[\w:-]+/g, `$1${by}`);
}

function withoutUser(url: string, scheme: string, by: string): string {
  const from = scheme.length + 3;
  const rest = url.slice(from);
  const end = endOfUser(rest, scheme);
  if (end === undefined) return url;
  const [user, ...others] = rest.slice(0, end).split(":");
  const tail = rest.slice(end);
  const head = url.slice(0, from);
  if (others.length === 0) return named.test(scheme) && isPlain(user ?? "") ? url : `${head}${by}${tail}`;
  const password = others.join(":");
  const token = password === "" || /^x-oauth(?:-basic)?$/i.test(password) || !isPlain(user ?? "");
  const shownUser = user === "" || !token ? (user ?? "") : by;
  return `${head}${shownUser}:${password === "" ? "" : by}${tail}`;
}

function isPlain(user: string): boolean {
  return (
    plainName.test(decoded(user)) &&
    !looksRandom(user) &&
    !(/\d/.test(user) && /[a-z][A-Z]|[A-Z][a-z]*\d/.test(user))
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Where the user's part ends. A password that nobody encoded may have `/`, `?`, `#` and `@` in it: what stands between
 * the scheme and the last `@` before a host is then taken for one, unless it can be a host with a port and a path.
 */
function endOfUser(rest: string, scheme: string): number | undefined {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  const inAuthority = authority.lastIndexOf("@");
  const later = [...rest.matchAll(/@(?=[\w[%*.-])/g)].map(({ index }) => index).at(-1);
  if (inAuthority >= 0) {
    // More of them follow where the password holds one with a slash after it.
    const between = later === undefined || later <= inAuthority ? "" : rest.slice(inAuthority + 1, later);
    return between !== "" && !isHost(/^[^/?#]*/.exec(between)?.[0] ?? "") ? later : inAuthority;
  }
  if (later === undefined) return undefined;
  const isWeb = /^(?:https?|wss?|oci|docker|docker-image)$/i.test(scheme);
  const colon = authority.indexOf(":");
  if (colon < 0) return undefined;
  const host = isWeb ? isHost(authority) : isHost(authority) && !rest.slice(0, later).includes(":");
  return host ? undefined : later;
}

function isHost(authority: string): boolean {
  return authority
    .split(",")
    .every(
      (one) =>
        /^(?:\[[0-9a-f:.%\w]+\]|[\w.%*-]+)(?::\d{1,5})?$/i.test(one) || /^[\w.-]+\.svc[\w.]*/.test(one),
    );
}

/** `?token=…`, `&sig=…`, `#access_token=…`. */
function withoutParameters(url: string, by: string): string {
  return url.replace(
    /([?&;#])([^=&;#?\s]+)=([^&;#\s]*)/g,
    (whole, mark: string, name: string, value: string) => {
      const plain = decoded(name);
      const secret =
        isSecretName(plain) ||
        /^(?:key|code|sig|x-(?:amz|goog)-(?:signature|credential|security-token))$/i.test(plain);
      return secret && value !== "" ? `${mark}${name}=${by}` : whole;
    },
  );
}

/** `user:password@tcp(host)`, `user:password@host`, `user/password@host:1521/db`: addresses that have no scheme. */
export function withoutSecretsOfAddresses(text: string, by: string): string {
  return text
    .replace(/(^|[\s"'`=(,])([\w.%+-]{1,64}):([^\s"'`]{1,256})@(tcp|unix)\(/gim, `$1$2:${by}@$4(`)
    .replace(address, (whole: string, before: string, user: string, password: string) =>
      password.startsWith("//") || password === by ? whole : `${before}${user}:${by}@`,
    )
    .replace(/\b(\w{1,64})\/([^\s"'`/@]{1,256})@(?=(?:\/\/)?[\w.-]{1,255}:\d+\/\w+)/g, `$1/${by}@`);
}

/** A digest after the `@` makes it an image. */
const address =
  /(^|[\s"'`=(,]|(?<!:)\/\/)([A-Za-z_][\w.%+-]{0,63}):([^\s"'`/@:][^\s"'`]{0,255})@(?!sha\d+:)(?=(?:[a-z0-9][\w.-]{0,254}|\[[0-9a-f:]{2,45}\])(?:[:/?\s"'`,)]|$))/gim;
