import { setTimeout as delay } from "node:timers/promises";
import type { Outcome } from "../../shared/failure";
import type { Asking } from "./asking";
import { ecsClient, type ApiPlace } from "./client";
import { rolloutOutcome, type WantedService } from "./rollout";
import { taskOutcome, type WantedTask } from "./task";

export type { WantedService } from "./rollout";
export type { WantedTask } from "./task";

/** AWS as the program itself asks it: how what Pulumi made is doing. */
export interface AwsApi {
  /** Waits until a service runs the wanted task definition and no other; one that went back has failed. */
  rolledOut(service: WantedService, waiting: { readonly deadline: number }): Promise<Outcome>;
  /** Runs a task to its end, once for each task definition. */
  completed(task: WantedTask, waiting: { readonly deadline: number }): Promise<Outcome>;
}

const pause = 2_000;

/** AWS in a region; connected when it is first asked, for a preview never asks. */
export function apiAt(place: ApiPlace): AwsApi {
  let connected: Promise<Asking> | undefined;
  const connect = async (): Promise<Asking> => ({
    client: await ecsClient(place),
    now: () => Date.now(),
    pause: () => delay(pause),
  });
  const asking = (): Promise<Asking> => (connected ??= connect());
  return {
    rolledOut: async (service, waiting) => rolloutOutcome(await asking(), service, waiting),
    completed: async (task, waiting) => taskOutcome(await asking(), task, waiting),
  };
}
