import type { Api } from "./api";

/** What became of an object that was waited for. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Container and pod, as far as there are any. */
      readonly container: string;
      /** What is wrong, as the end of a sentence: `did not become healthy within 90 s`. */
      readonly reason: string;
      /** The container's last lines. */
      readonly log: string;
    };

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
