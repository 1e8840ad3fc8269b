import type { Identity } from "../identity";
import type { Metrics } from "../metrics";
import type { Settings } from "../settings";
import type { Stores } from "../stores";
import type { OpenStreams } from "../streams";
import type { Tracer } from "../traces";

/** What a route may use. */
export interface Context {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly identity: Identity | undefined;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly streams: OpenStreams;
  /** Folder of the mounted sources. */
  readonly root: string;
}
