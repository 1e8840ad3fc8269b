import { concat, interpolate, output, secret, type Input, type Output } from "@pulumi/pulumi";
import {
  encodePart,
  engineContainer,
  engineOf,
  isServer,
  partsOf,
  portsOf,
  readUrl,
  writeUrl,
  type Ref,
  type RelayedStore,
  type Server,
  type Service,
  type ServiceRef,
  type StoreRef,
  type System,
  type Value,
} from "../model";
import { storeAddress, type StoreAddress } from "./addresses";
import type { GeneratedSecrets } from "./secrets";

/** Whose credentials of a store are meant: those that consumers use now, or those that it was started with. */
export type Moment = "now" | "initially";

interface Credentials {
  readonly user: Input<string>;
  readonly password: Input<string>;
}

/**
 * Turns symbolic values into what a container on the private networks needs.
 *
 * @param moment `initially` for the stores' own containers, which keep what they were started with. @default "now"
 * @param address where each store is reached. @default under its name
 * @param host where each service is. @default under its name
 */
export function resolver(
  system: System,
  secrets: Pick<GeneratedSecrets, "value" | "storePasswords">,
  moment: Moment = "now",
  address: (store: Server) => StoreAddress = storeAddress,
  host: (service: string) => string = (name) => name,
): (value: Value) => Output<string> {
  const credentials = (store: Server): Credentials => {
    const { generation, user, current, initial } = secrets.storePasswords(store.name);
    return moment === "now"
      ? { user: user ?? userOf(store, generation), password: current }
      : { user: userOf(store, 0), password: initial };
  };
  const services = new Map(system.services.map((service) => [service.name, service]));
  const stores = new Map(system.stores.filter(isServer).map((store) => [store.name, store]));
  const resolveRef = (ref: Ref): Output<string> => {
    switch (ref.ref) {
      case "secret":
        return secrets.value(ref);
      case "service":
        return output(serviceAttribute(services.get(ref.name), ref, host(ref.name)));
      case "store":
        return storeAttribute(stores.get(ref.name), { secrets, credentials, address }, ref);
      default:
        return ref satisfies never;
    }
  };
  return (value) =>
    concat(...partsOf(value).map((part) => (typeof part === "string" ? part : resolveRef(part))));
}

function serviceAttribute(service: Service | undefined, ref: ServiceRef, host: string): string {
  const port = service === undefined ? undefined : portsOf(service)[ref.port ?? "main"];
  if (port === undefined) throw new RangeError(`service "${ref.name}" has no such port`);
  const shapes = { url: `http://${host}:${port}`, host, port: String(port) };
  return shapes[ref.attribute];
}

function storeAttribute(
  store: Server | undefined,
  known: {
    readonly secrets: Pick<GeneratedSecrets, "value">;
    readonly credentials: (store: Server) => Credentials;
    readonly address: (store: Server) => StoreAddress;
  },
  ref: StoreRef,
): Output<string> {
  if (store === undefined) throw new RangeError(`there is no store "${ref.name}"`);
  if (store.external?.url !== undefined) return externalAttribute(store, known.secrets, ref);
  const address = store.external === undefined ? known.address(store) : relayAddress(store, store.external);
  const { main, read = main, sentinelName = "" } = address;
  const credentials = address.credentials ?? known.credentials(store);
  // Of several the first.
  const part = (index: 0 | 1): Output<string> =>
    output(main).apply((text) => text.split(",")[0]?.split(":")[index] ?? "");
  switch (ref.attribute) {
    case "url":
      return storeUrl(store, credentials, { at: main, scheme: address.scheme }, ref);
    case "readUrl":
      return storeUrl(store, credentials, { at: read, scheme: address.scheme }, ref);
    case "host":
      return part(0);
    case "port":
      return part(1);
    case "user":
    case "accessKey":
      return output(credentials.user);
    case "database":
    case "virtualHost":
      return output(engineOf(store).databaseOf?.(store) ?? "");
    case "sentinelName":
      return output(sentinelName);
    case "password":
    case "secretKey":
      return output(credentials.password);
    default:
      return ref.attribute satisfies never;
  }
}

/** Where a store is reached that another stack runs. */
function relayAddress(store: Server, { relay }: RelayedStore): StoreAddress {
  return { main: `${relay}:${engineContainer(store).ports.main}` };
}

function userOf(store: Server, generation: number): string {
  return engineOf(store).userOf?.(store, generation) ?? "";
}

function storeUrl(
  store: Server,
  { user, password }: Credentials,
  place: { readonly at: Input<string>; readonly scheme: string | undefined },
  ref: StoreRef,
): Output<string> {
  const { url } = engineContainer(store);
  const scheme = ref.scheme ?? place.scheme ?? url.scheme;
  const query = new URLSearchParams({ ...ref.params }).toString();
  const rest = output(place.at).apply((at) => {
    // A list of Sentinels names no database.
    const address = at.includes(",") ? at : `${at}${url.path ?? ""}`;
    return query === "" ? address : `${address}?${query}`;
  });
  if (scheme === undefined) return rest;
  if (url.credentials === undefined) return interpolate`${scheme}://${rest}`;
  const [name, word] = [user, password].map((part) => output(part).apply(encodePart));
  return interpolate`${scheme}://${url.credentials === "password" ? "" : name}:${word}@${rest}`;
}

/** Of an external store, everything is read from the URL that the operator provided, and as secret as it. */
function externalAttribute(
  store: Server,
  secrets: Pick<GeneratedSecrets, "value">,
  ref: StoreRef,
): Output<string> {
  const source =
    ref.attribute === "readUrl" ? (store.external?.readUrl ?? store.external?.url) : store.external?.url;
  if (source === undefined) throw new RangeError(`store "${store.name}" is not external`);
  const { main } = engineContainer(store).ports;
  return secret(secrets.value(source).apply((text) => fromUrl(text, ref, main)));
}

const standardPorts: Readonly<Record<string, string>> = { http: "80", https: "443" };

/**
 * One attribute of a store's URL, or of a bare `host:port`. Of several hosts the first; an IPv6 address has no brackets.
 *
 * @param enginePort for a URL that names no port
 * @throws Error that does not show the text, for it holds a password
 */
export function fromUrl(text: string, ref: StoreRef, enginePort: number): string {
  const url = readUrl(text);
  if ("error" in url) throw new Error(`the URL of store "${ref.name}" ${url.error}`);
  const [{ host, port }] = url.hosts;
  const [user, password] = [url.user ?? "", url.password ?? ""];
  const whole = (): string => {
    // As it was given, where nothing else is asked for.
    if (ref.scheme === undefined && ref.params === undefined) return text;
    const params = new Map([...url.params, ...Object.entries(ref.params ?? {})]);
    return writeUrl({ ...url, scheme: ref.scheme ?? url.scheme, params: [...params] });
  };
  switch (ref.attribute) {
    case "url":
    case "readUrl":
      return whole();
    case "host":
      return host;
    case "port":
      return port ?? standardPorts[url.scheme ?? ""] ?? String(enginePort);
    case "user":
    case "accessKey":
      return user;
    case "password":
    case "secretKey":
      return password;
    case "database":
    case "virtualHost":
      return url.path ?? "";
    case "sentinelName":
      return new Map(url.params).get("sentinel") ?? "";
    default:
      return ref.attribute satisfies never;
  }
}
