import type { PlatformResult } from "../../../components/shared/platform";
import { valueOf } from "../mocks";

/** What a platform tells the operator: its outputs by name, as they are. */
export async function toldBy({ urls, credentials, forwards, facts }: PlatformResult): Promise<unknown> {
  return await Promise.all(
    Object.entries({ ...urls, ...credentials, ...forwards, ...facts }).map(
      async ([name, output]) => [name, await valueOf(output)] as const,
    ),
  );
}

/** What a target asks of its engine or cluster while it waits, beside what it registers. */
export function recorded<T extends object>(asked: string[], runtime: T): T {
  return new Proxy(runtime, {
    get: (own, name, receiver) => {
      const member: unknown = Reflect.get(own, name, receiver);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        asked.push(JSON.stringify([String(name), args]));
        return Reflect.apply(member, own, args) as unknown;
      };
    },
  });
}
