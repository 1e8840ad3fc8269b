import { describe, expect, it } from "vitest";
import { runQueue, type Queued } from "../../../../lab/suites/queue";

interface Job extends Queued {
  readonly name: string;
}

/** Runs the queue; each job ends when it is told to. */
function running(jobs: readonly Job[], workers: number) {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const all = runQueue(jobs, workers, ({ name }) => {
    begun.push(name);
    return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
  });
  // A failure is looked at when it is asked for.
  all.catch(() => undefined);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    all,
    end: async (name: string, error?: Error) => {
      const { resolve, reject } = ends.get(name) ?? {};
      if (error === undefined) resolve?.();
      else reject?.(error);
      await settle();
    },
  };
}

const job = (name: string, uses?: string): Job => ({ name, ...(uses === undefined ? {} : { uses }) });

describe("a queue", () => {
  it("begins as many as there are workers, and the next when one ends", async () => {
    const { begun, all, end } = running([job("a"), job("b"), job("c")], 2);
    expect(begun).toEqual(["a", "b"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c"]);
    await end("a");
    await end("c");
    await all;
  });

  it("lets others go first while what a job uses is taken", async () => {
    const { begun, all, end } = running([job("a", "x"), job("b", "x"), job("c"), job("d", "x")], 3);
    expect(begun).toEqual(["a", "c"]);
    await end("a");
    expect(begun).toEqual(["a", "c", "b"]);
    await end("c");
    expect(begun).toEqual(["a", "c", "b"]);
    await end("b");
    expect(begun).toEqual(["a", "c", "b", "d"]);
    await end("d");
    await all;
  });

  it("begins no further one after a failure, and awaits those that run", async () => {
    const { begun, all, end } = running([job("a"), job("b"), job("c")], 2);
    let over = false;
    void all.catch(() => undefined).finally(() => (over = true));
    await end("a", new Error("a failed"));
    expect([begun, over]).toEqual([["a", "b"], false]);
    await end("b");
    await expect(all).rejects.toThrow("a failed");
    expect(begun).toEqual(["a", "b"]);
  });

  it("ends at once where there is nothing to do", async () => {
    await runQueue([], 2, () => Promise.reject(new Error("nothing is to be run")));
  });
});
