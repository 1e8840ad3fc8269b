import type { Stop } from "../../e2e/production/support/streams";

/** A running stack of SyftHub in production, whatever it runs on. */
export interface Subject {
  readonly target: "docker" | "kubernetes";
  /** The copy of the project that it was deployed from. */
  readonly folder: string;
  readonly stack: string;
  readonly domain: string;
  /** Where its ingress listens. */
  readonly address: string;
  readonly http: number;
  readonly https: number;
  /** What the command that brought it up wrote. */
  readonly started: string;
}

/** How a command ended, and what it wrote to both streams. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A running container of a stack. */
export interface Instance {
  readonly id: string;
  readonly part: string;
  readonly role: string;
  /** Its addresses in the stack's networks. */
  readonly addresses: readonly string[];
}

/** Tells when instances of services are told to stop, until it is ended. */
export interface Follower {
  /** @param deadlines seconds that the streams of each service have from then on */
  stops(deadlines: Readonly<Record<string, number>>): readonly Stop[];
  end(): void;
}

/** The little in which targets differ for the conformance tests. */
export interface Driver {
  readonly target: Subject["target"];
  /**
   * Whether nobody reaches what he does not name. A Docker engine knows no rules between the members of one network, so there
   * it holds of stores alone.
   */
  readonly exact: boolean;
  /** The containers that run. */
  instances(): Promise<readonly Instance[]>;
  /** The tag of the release that an instance is of. */
  releaseOf(instance: Instance): Promise<string>;
  /** What tells one run of a job of the release from the next. */
  runOf(job: string): Promise<string>;
  exec(instance: Instance, argv: readonly string[]): Promise<Ended>;
  /** All that is shown of a stack to whoever may look at it but not into its secrets: arguments, labels, processes. */
  shown(): Promise<readonly { readonly of: string; readonly text: string }[]>;
  follow(): Promise<Follower>;
}
