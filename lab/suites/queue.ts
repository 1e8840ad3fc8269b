/** What a job of a queue says of the others. */
export interface Queued {
  /** Jobs of the same value use the same thing, e.g. host ports: they never run at the same time. */
  readonly uses?: string;
}

/**
 * Runs the jobs in their order, at most `workers` at a time; one whose `uses` is taken lets those after it go first.
 * All that have begun are awaited even where one throws: what they started must not outlive the caller. No further one begins then.
 * @throws what the first one that failed has thrown
 */
export async function runQueue<T extends Queued>(
  jobs: readonly T[],
  workers: number,
  run: (job: T) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const running = new Map<T, Promise<void>>();
  const failures: unknown[] = [];
  const take = (): T | undefined => {
    const taken = new Set([...running.keys()].flatMap(({ uses }) => uses ?? []));
    const index = waiting.findIndex(({ uses }) => uses === undefined || !taken.has(uses));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  const start = (job: T) => {
    const done = run(job)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(job));
    running.set(job, done);
  };
  const startFree = () => {
    while (running.size < workers && failures.length === 0) {
      const job = take();
      if (job === undefined) return;
      start(job);
    }
  };
  startFree();
  while (running.size > 0) {
    await Promise.race(running.values());
    startFree();
  }
  if (failures.length > 0) throw failures[0];
}
