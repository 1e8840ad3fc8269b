import type { Api } from "./api";

export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

export interface Waiting {
  /** Seconds; of a rollout, without progress. */
  readonly deadline: number;
  /** Seconds, in place of `deadline`, while a container has started and is not ready: a store that recovers. @default `deadline` */
  readonly recovery?: number;
}

/** What the questions have in common. */
export interface Asking {
  readonly api: Api;
  now(): number;
  pause(): Promise<void>;
}
