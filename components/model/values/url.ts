/** A server's place as a URL names it. An IPv6 address has no brackets. */
export interface UrlHost {
  readonly host: string;
  /** Absent: the scheme's or the engine's own. */
  readonly port?: string;
}

/** What a URL of a store says; its parts are decoded. */
export interface StoreUrl {
  /** Absent: only hosts were given. */
  readonly scheme?: string;
  /** Absent: it names none. */
  readonly user?: string;
  readonly password?: string;
  /** At least one. */
  readonly hosts: readonly [UrlHost, ...UrlHost[]];
  /** Without its first slash. Absent: there is no path. */
  readonly path?: string;
  readonly params: readonly (readonly [string, string])[];
}

/** Why a text is not a URL of a store; it shows nothing of it, for it holds a password. */
export interface UrlError {
  readonly error: string;
}

const encode =
  'percent-encode it: "/" as %2F, "@" as %40, ":" as %3A, "?" as %3F, "#" as %23, "%" as %25, a space as %20';

class UrlSyntaxError extends Error {}

/**
 * Reads `scheme://user:password@host:port/database?name=value`, where only the host is required and several may stand
 * with commas between them.
 */
export function readUrl(text: string): StoreUrl | UrlError {
  try {
    return parsed(text);
  } catch (error) {
    if (error instanceof UrlSyntaxError) return { error: error.message };
    throw error;
  }
}

function parsed(text: string): StoreUrl {
  if (text === "") throw new UrlSyntaxError("is empty");
  // eslint-disable-next-line no-control-regex -- they are what must not be there
  if (/[\s\x00-\x1f\x7f]/.test(text))
    throw new UrlSyntaxError(`has a space, a line break or a control character; ${encode}`);
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  if (scheme === undefined && rest.includes("://"))
    throw new UrlSyntaxError(
      "has a scheme that is not allowed; it begins with a letter, and letters, digits, +, - and . follow",
    );
  const [, authority = "", path, query, fragment] =
    /^([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/.exec(rest) ?? [];
  if (fragment !== undefined)
    throw new UrlSyntaxError(`has a "#"; if it is part of the user, the password or the database, ${encode}`);
  const at = authority.split("@");
  // Of a login that nobody encoded, what stands before its first "/" or "?" is taken for the host.
  if (path?.includes("@") === true || (at.length === 1 && query?.includes("@") === true))
    throw new UrlSyntaxError(
      `has an "@" after its host; if a "/" or a "?" before it is part of the password, ${encode}`,
    );
  if (at.length > 2)
    throw new UrlSyntaxError(
      `has more than one "@"; the one that ends the password stays, of any other ${encode}`,
    );
  const hosts = at.at(-1) ?? "";
  const login = at.length === 2 ? at[0] : undefined;
  const [user, ...passwords] = login?.split(":") ?? [];
  const [first, ...others] = hosts.split(",").map(hostOf);
  if (first === undefined) throw new UrlSyntaxError("has no host");
  return {
    ...(scheme === undefined ? {} : { scheme }),
    ...(user === undefined ? {} : { user: decoded(user, "user") }),
    ...(passwords.length === 0 ? {} : { password: decoded(passwords.join(":"), "password") }),
    hosts: [first, ...others],
    ...(path === undefined ? {} : { path: decoded(path, "path") }),
    params: [...new URLSearchParams(query ?? "")],
  };
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UrlSyntaxError(
      `has a "%" in its ${what} that two hexadecimal digits of UTF-8 do not follow; a percent sign itself is %25`,
    );
  }
}

function hostOf(text: string): UrlHost {
  const [, brackets, name, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(text) ?? [];
  const bareAddress = brackets === undefined && text.split(":").length > 2;
  if (bareAddress || (brackets === undefined && name === undefined))
    throw new UrlSyntaxError(
      'has a host that cannot be read; an IPv6 address stands in brackets, as in "[fd00::1]:5432"',
    );
  const host = brackets ?? decoded(name ?? "", "host");
  if (host === "") throw new UrlSyntaxError("has no host, or an empty one in its list");
  const address = brackets !== undefined && !URL.canParse(`http://[${brackets.replace(/%.*$/, "")}]/`);
  if (address) throw new UrlSyntaxError("has brackets around something that is not an IPv6 address");
  if (brackets === undefined && !/^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_.])?$/u.test(host))
    throw new UrlSyntaxError(
      "has a host with characters that are not allowed; allowed are letters, digits, - and .",
    );
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    throw new UrlSyntaxError(
      `has a port that is not a number from 1 to 65535; if that is a password, ${encode}`,
    );
  return { host, ...(port === undefined ? {} : { port }) };
}

/** A host as it stands in a URL. */
function writeHost({ host, port }: UrlHost): string {
  return `${host.includes(":") ? `[${host}]` : host}${port === undefined ? "" : `:${port}`}`;
}

/** Percent-encodes a user, a password or a database, so that it is one part of a URL whatever is in it. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The text of a URL; `readUrl` reads the same from it. */
export function writeUrl({ scheme, user, password, hosts, path, params }: StoreUrl): string {
  const login =
    user === undefined
      ? ""
      : `${encodePart(user)}${password === undefined ? "" : `:${encodePart(password)}`}@`;
  const query = new URLSearchParams(
    params.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return [
    scheme === undefined ? "" : `${scheme}://`,
    login,
    hosts.map(writeHost).join(","),
    // Of a path every slash is one.
    path === undefined ? "" : `/${path.split("/").map(encodePart).join("/")}`,
    query === "" ? "" : `?${query}`,
  ].join("");
}
