import type { EcsClient } from "../../components/aws/runtime/client";

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
