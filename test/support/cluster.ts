import type { Api } from "../../components/kubernetes/runtime/api";
import type { Asking } from "../../components/kubernetes/runtime/asking";

/** What an API server answers by the start of the path, in turns: the last answer stays. */
export type Answers = Readonly<Record<string, readonly unknown[]>>;

/** A cluster that answers from a list, in which each pause takes a second; and what it was asked to remove and to change. */
export function cluster(
  answers: Answers,
): Asking & { readonly removed: readonly string[]; readonly merged: readonly (readonly [string, object])[] } {
  const merged: (readonly [string, object])[] = [];
  const turns = new Map<string, number>();
  const removed: string[] = [];
  let seconds = 0;
  const answer = (path: string): unknown => {
    const key = Object.keys(answers)
      .filter((start) => path.startsWith(start))
      .sort((a, b) => b.length - a.length)[0];
    if (key === undefined) throw new Error(`nobody answers ${path}`);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const list = answers[key] ?? [];
    return list[Math.min(turn, list.length - 1)];
  };
  const api: Api = {
    get: <T>(path: string) => Promise.resolve(answer(path) as T),
    text: (path) => Promise.resolve(String(answer(path))),
    remove: (path) => {
      removed.push(path);
      return Promise.resolve();
    },
    merge: (path, patch) => {
      merged.push([path, patch]);
      return Promise.resolve();
    },
  };
  return {
    api,
    removed,
    merged,
    now: () => seconds * 1000,
    pause: () => {
      seconds += 1;
      return Promise.resolve();
    },
  };
}
