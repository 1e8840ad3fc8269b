import type { Ingress } from "../ingress";
import { nginxSettingProblem } from "./nginx-settings";
import { bytes, mebibytes, type Bytes } from "./units";

/** Room for the headers of a response, and for the longest one of a request, where the ingress does not say. */
export const standardHeaders: Bytes = "16Ki";

/** The least and the most room for headers that an ingress may ask for. */
export const headerBounds = { least: "4Ki", most: "256Ki" } as const;

/** The memory in which our nginx passes bodies on; nothing of one is kept anywhere else. */
export interface ProxySize {
  /** Processes; absent: one for each processor. */
  readonly workers?: number;
  /** Connections of each process: as many as the container's memory has room for. */
  readonly connections: number;
  /** Bytes for the headers of a response. */
  readonly headers: number;
  /** Bytes of each of the {@link bodyBuffers}. */
  readonly body: number;
  /** MiB for TLS sessions that are resumed. */
  readonly sessions: number;
}

/** Buffers of a response. */
export const bodyBuffers = 4;
/** Bytes for what a connection needs beside a response: TLS, and a part of the request's body. */
const beside = 16 * 2 ** 10;

const most = { connections: 4096, sessions: 50 } as const;
/** MiB of nginx itself, of each of its processes, and of each limit's table of addresses. */
const fixed = { itself: 8, worker: 8, limit: 10 } as const;

/** The least memory that an ingress of ours runs in. */
export const leastProxyMemory: Bytes = "48Mi";

/** Bodies pass through as they come, so what a connection holds is known, and so is how many fit the container's memory. */
export function proxySize({ resources, maxHeaders, tls, limits = [], settings = {} }: Ingress): ProxySize {
  const headers = Math.ceil(bytes(maxHeaders ?? standardHeaders));
  // What is being sent is as large as the headers, and nginx wants a buffer more than that.
  const body = Math.max(8 * 2 ** 10, Math.ceil(headers / 2));
  const shared = { headers, body };
  const told = settings.worker_processes;
  const own =
    told === undefined || nginxSettingProblem("worker_processes", told) !== undefined
      ? {}
      : { workers: Number(told) };
  if (resources === undefined) return { ...shared, ...most, ...own };
  const { workers } = { workers: Math.max(1, Math.ceil(resources.cpu.limit)), ...own };
  const memory = mebibytes(resources.memory.limit);
  const sessions = Math.max(1, Math.min(most.sessions, Math.floor(memory / 5)));
  const taken =
    fixed.itself +
    fixed.worker * workers +
    (tls === undefined ? 0 : sessions) +
    // A small container's tables are never full: a quarter of its memory holds them.
    Math.min(fixed.limit * limits.length, memory / 4);
  const room = Math.max(0, memory - taken) * 2 ** 20;
  const connections = Math.floor(room / (headers + bodyBuffers * body + beside) / workers);
  return { ...shared, workers, connections: Math.min(most.connections, connections), sessions };
}
