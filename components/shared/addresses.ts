import type { Input } from "@pulumi/pulumi";
import { engineContainer, type Server } from "../model";

/** Where a store that runs in the system is reached. */
export interface StoreAddress {
  /** `host:port`; several, with commas between them, where the driver is told of all. */
  readonly main: Input<string>;
  /** The same for connections that only read. @default `main` */
  readonly read?: Input<string>;
  /** The name to ask Sentinel for. @default "" */
  readonly sentinelName?: string;
  /** In place of the engine's own URL scheme, e.g. `rediss` where it speaks TLS. */
  readonly scheme?: string;
  /** In place of the generated ones, where the target's service makes its own. */
  readonly credentials?: { readonly user: Input<string>; readonly password: Input<string> };
}

/** One whose place is known from the start. */
export interface NamedAddress extends StoreAddress {
  readonly main: string;
  readonly read?: string;
}

/** One server under the store's name, as an alias or a Service gives it. */
export function storeAddress(store: Server): NamedAddress {
  return { main: `${store.name}:${engineContainer(store).ports.main}` };
}
