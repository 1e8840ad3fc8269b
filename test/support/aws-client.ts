import type { EcsClient } from "../../components/aws/runtime/client";
import type { OperatorClient } from "../../components/aws/runtime/operator";
import type { Operating } from "../../components/aws/runtime/run";

/** A client of ECS that answers what it is told to; nothing else was asked for or is there. */
export function clientWith(answers: Partial<EcsClient> = {}): EcsClient {
  return {
    service: () => Promise.resolve(undefined),
    tasks: () => Promise.resolve([]),
    task: () => Promise.resolve(undefined),
    run: () => Promise.resolve({ refused: "nobody expected it" }),
    stop: () => Promise.resolve(),
    tags: () => Promise.resolve({}),
    image: () => Promise.resolve(undefined),
    tag: () => Promise.resolve(),
    lines: () => Promise.resolve(""),
    ...answers,
  };
}

/** The same for what commands ask. */
function operatorWith(answers: Partial<OperatorClient> = {}): OperatorClient {
  return {
    ...clientWith(),
    running: () => Promise.resolve([]),
    taskIds: () => Promise.resolve([]),
    piece: () => Promise.resolve({ lines: [] }),
    tail: () => Promise.resolve({ lines: [] }),
    streams: () => Promise.resolve([]),
    restart: () => Promise.resolve(undefined),
    session: () => Promise.resolve({}),
    forwarding: () => Promise.resolve(undefined),
    ...answers,
  };
}

/** A client with a clock that only waiting moves on. */
export function operatingWith(answers: Partial<OperatorClient> = {}): Operating {
  let now = Date.parse("2026-11-21T12:00:00Z");
  return {
    client: operatorWith(answers),
    now: () => now,
    pause: () => {
      now += 2_000;
      return Promise.resolve();
    },
  };
}
