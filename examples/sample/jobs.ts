import type { Log } from "./log";
import type { Cache } from "./stores";
import { parseTraceparent, type SpanContext, type Tracer } from "./traces";

/** What a worker takes its jobs from, and where it counts those that it has done. */
export const jobQueue = "sample:jobs";
export const jobsDone = "sample:jobs:done";

/** What is to be done, and on whose behalf: the trace and the correlation ID of the request that asked for it. */
export interface Job {
  readonly name: string;
  readonly traceparent?: string;
  readonly correlation_id?: string;
}

/** By the names that OpenTelemetry gives them (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/). */
const attributes = { "messaging.system": "redis", "messaging.destination.name": jobQueue };

/** A job as it waits in the queue. */
const written = (job: Job): string => JSON.stringify(job);

/** A job from the queue; text that is not one of ours, such as what a person put there, is the name of one. */
export function readJob(text: string): Job {
  try {
    const job = JSON.parse(text) as Partial<Job> | null;
    if (typeof job?.name === "string") return { ...job, name: job.name };
  } catch {
    // Not ours.
  }
  return { name: text };
}

/** Puts a job at the end of the queue, with the trace of the request that asks for it. */
export async function putJob(
  cache: Cache,
  tracer: Tracer,
  job: Omit<Job, "traceparent">,
  parent?: SpanContext,
): Promise<void> {
  const span = { kind: "producer", name: `send ${jobQueue}`, parent, attributes } as const;
  await tracer.during(span, ({ traceparent }) => cache.put(jobQueue, written({ ...job, traceparent })));
}

/** Takes the next job and does it, in the trace of the request that asked for it; waits two seconds for one. */
export async function doNextJob(cache: Cache, tracer: Tracer, log: Log): Promise<void> {
  const text = await cache.take(jobQueue, 2);
  if (text === undefined) return;
  const { name, traceparent, correlation_id } = readJob(text);
  const parent = parseTraceparent(traceparent);
  const span = { kind: "consumer", name: `process ${jobQueue}`, parent, attributes } as const;
  await tracer.during(span, async ({ context }) => {
    const about = { correlation_id, trace_id: context.traceId, span_id: context.spanId };
    log("info", "job.completed", { ...about, job: name, count: await cache.increment(jobsDone) });
  });
}
