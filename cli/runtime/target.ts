import type { System } from "../../components/model";
import type { Progress } from "../../setup/progress";
import type { Keeper } from "../backup/keeper";
import type { Operations } from "../operations/operations";
import type { Serving } from "../release/serving";
import type { ContainerRuntime, Runtime } from "./runtime";
import type { Verifier } from "./verifier";

/** What commands know of a target beside its descriptor: each has one in `cli/runtime/<target>.ts`. */
export interface TargetRuntime {
  /**
   * What runs a stack.
   *
   * @throws PlainError where it is a service of a provider that has tools of its own
   */
  open(stack: string, env: NodeJS.ProcessEnv): Runtime;
  /**
   * The same, where stores are containers with disks of ours.
   *
   * @throws PlainError with what is instead, where stores are services of a provider
   */
  containers(stack: string, env: NodeJS.ProcessEnv): ContainerRuntime;
  /** Who looks after a stack's backups. */
  keeper(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Keeper;
  /** A stack as whoever is on call works on it. */
  operations(stack: string, env: NodeJS.ProcessEnv): Operations;
  /** Who says how a stack is doing. */
  verifier(stack: string, env: NodeJS.ProcessEnv): Verifier;
  /**
   * Refuses to deploy a stack over what another checkout runs under its name.
   *
   * @throws PlainError with the way through
   */
  refuseTakeover(stack: string, env: NodeJS.ProcessEnv): Promise<void>;
  /**
   * Refuses a system that what the target has of the stack's data cannot become.
   *
   * @default nothing is refused
   * @throws PlainError with the way through
   */
  refuseUnfit?(stack: string, system: System, env: NodeJS.ProcessEnv): Promise<void>;
  /**
   * What each service runs after a release that did not come up.
   *
   * @default the release before serves, whole
   */
  serving?(stack: string, env: NodeJS.ProcessEnv): Promise<readonly Serving[]>;
  /** As {@link Runtime.leftovers}, for whatever the target runs. */
  leftovers(stack: string, env: NodeJS.ProcessEnv): Promise<() => Promise<string>>;
  /** The one command, or the page, by which data that a destroy kept goes too. */
  lettingGo(stack: string): string;
  /** Why `destroy --delete-data` is not for its stacks, and what is instead. @default it is for them */
  keepsData?(stack: string): string;
}
