import { concat, interpolate, output, type Output } from "@pulumi/pulumi";
import {
  engineContainer,
  isServer,
  partsOf,
  type Ref,
  type Server,
  type Service,
  type ServiceRef,
  type StoreRef,
  type System,
  type Value,
} from "../model";
import type { Secrets } from "./secrets";

/** Turns symbolic values into what a container on the private networks needs. */
export function resolver(system: System, secrets: Secrets): (value: Value) => Output<string> {
  const services = new Map(system.services.map((service) => [service.name, service]));
  const stores = new Map(system.stores.filter(isServer).map((store) => [store.name, store]));
  const resolveRef = (ref: Ref): Output<string> => {
    switch (ref.ref) {
      case "secret":
        return secrets.value(ref);
      case "service":
        return output(serviceAttribute(services.get(ref.name), ref));
      case "store":
        return storeAttribute(stores.get(ref.name), secrets, ref);
      default:
        return ref satisfies never;
    }
  };
  return (value) =>
    concat(...partsOf(value).map((part) => (typeof part === "string" ? part : resolveRef(part))));
}

function serviceAttribute(service: Service | undefined, ref: ServiceRef): string {
  const port = ref.port === undefined || ref.port === "main" ? service?.port : service?.ports?.[ref.port];
  if (port === undefined) throw new RangeError(`service "${ref.name}" has no such port`);
  const shapes = { url: `http://${ref.name}:${port}`, host: ref.name, port: String(port) };
  return shapes[ref.attribute];
}

function storeAttribute(store: Server | undefined, secrets: Secrets, ref: StoreRef): Output<string> {
  if (store === undefined) throw new RangeError(`there is no store "${ref.name}"`);
  if (store.external !== undefined) return externalAttribute(store, secrets, ref);
  const { ports } = engineContainer(store);
  switch (ref.attribute) {
    case "url":
    case "readUrl":
      return storeUrl(store, secrets, ref);
    case "host":
      return output(store.name);
    case "port":
      return output(String(ports.main));
    case "user":
      return output(userOf(store) ?? "");
    case "database":
      return output(store.engine === "postgres" ? store.database : "");
    case "accessKey":
      return output(userOf(store) ?? "");
    case "sentinelName":
      return output("");
    case "password":
    case "secretKey":
      return secrets.storePassword(store.name);
    default:
      return ref.attribute satisfies never;
  }
}

function userOf(store: Server): string | undefined {
  if (store.engine === "postgres") return store.user;
  return store.engine === "minio" ? store.name : undefined;
}

function storeUrl(store: Server, secrets: Secrets, ref: StoreRef): Output<string> {
  const { ports, url } = engineContainer(store);
  const scheme = ref.scheme ?? url.scheme;
  const address = `${store.name}:${ports.main}${url.path ?? ""}`;
  const query = new URLSearchParams({ ...ref.params }).toString();
  const rest = query === "" ? address : `${address}?${query}`;
  if (scheme === undefined) return output(rest);
  if (url.credentials === undefined) return output(`${scheme}://${rest}`);
  const user = url.credentials === "password" ? "" : (userOf(store) ?? "");
  return interpolate`${scheme}://${user}:${secrets.storePassword(store.name)}@${rest}`;
}

/** Of a store that somebody else runs, everything is read from the URL that the operator gave. */
function externalAttribute(store: Server, secrets: Secrets, ref: StoreRef): Output<string> {
  const source =
    ref.attribute === "readUrl" ? (store.external?.readUrl ?? store.external?.url) : store.external?.url;
  if (source === undefined) throw new RangeError(`store "${store.name}" is not external`);
  const { main } = engineContainer(store).ports;
  return secrets.value(source).apply((text) => fromUrl(text, ref, main));
}

const standardPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * One attribute of a store's URL, or of a bare `host:port`.
 *
 * @param enginePort for a URL that names no port
 * @throws Error that does not show the text, for it holds a password
 */
export function fromUrl(text: string, ref: StoreRef, enginePort: number): string {
  const whole = ref.attribute === "url" || ref.attribute === "readUrl";
  // As it was given: it may list several hosts, which is no URL to the standard.
  if (whole && ref.scheme === undefined && ref.params === undefined) return text;
  const absolute = text.includes("://") ? text : `bare://${text}`;
  if (!URL.canParse(absolute))
    throw new Error(
      `the URL that was given for store "${ref.name}" cannot be read; write scheme://user:password@host:port/database`,
    );
  const url = new URL(absolute);
  if (whole) {
    for (const [name, value] of Object.entries(ref.params ?? {})) url.searchParams.set(name, value);
    // Assigning `protocol` ignores schemes that the URL standard does not know.
    return ref.scheme === undefined ? url.toString() : url.toString().replace(/^[^:]+/, ref.scheme);
  }
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const parts = {
    host: url.hostname,
    port: url.port === "" ? (standardPorts[url.protocol] ?? String(enginePort)) : url.port,
    user,
    password,
    database: url.pathname.slice(1),
    accessKey: user,
    secretKey: password,
    sentinelName: url.searchParams.get("sentinel") ?? "",
  };
  return parts[ref.attribute];
}
