import type { input } from "@pulumi/kubernetes/types";
import { shortened } from "../../render/names";
import { livenessWindow, patiently, seconds, type Health } from "../../model";

type Container = input.core.v1.Container;

/** How a container is asked. */
export interface Probed {
  readonly health?: Health;
  /** Before it holds once, nothing else is asked. @default `health`, with the patience of `liveness` */
  readonly startup?: Health;
  /** @default `health` */
  readonly readiness?: Health;
  /** @default `health`, asked with far more patience */
  readonly liveness?: Health;
}

/** A port's name within a pod: at most 15 characters (RFC 6335). */
export function portName(name: string): string {
  return shortened(name, 15);
}

function handler({ probe }: Health): Pick<input.core.v1.Probe, "httpGet" | "tcpSocket" | "exec"> {
  if ("command" in probe) return { exec: { command: [...probe.command] } };
  if ("tcp" in probe) return { tcpSocket: { port: portName(probe.tcp) } };
  return { httpGet: { path: probe.http, port: portName(probe.port ?? "main") } };
}

function probe(health: Health): input.core.v1.Probe {
  return {
    ...handler(health),
    periodSeconds: seconds(health.interval ?? "30s"),
    timeoutSeconds: seconds(health.timeout ?? "10s"),
    failureThreshold: health.retries ?? 3,
  };
}

/** Seconds after which a container that has never been healthy counts as failed. */
export function startBudget(health: Health | undefined): number {
  if (health === undefined) return 30;
  const round = seconds(health.interval ?? "30s") + seconds(health.timeout ?? "10s");
  return Math.ceil(seconds(health.startPeriod ?? "0s") + round * (health.retries ?? 3));
}

/** Asked often, so that a release does not wait for the next turn of a patient health check. */
const startupPeriod = 2;

/** The probes of a container. */
export function probes(spec: Probed): Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe"> {
  const { health, startup = health, readiness = health } = spec;
  const liveness = spec.liveness ?? (health === undefined ? undefined : patiently(health));
  const budget = Math.max(startBudget(startup), liveness === undefined ? 0 : livenessWindow(liveness));
  return {
    ...(startup === undefined
      ? {}
      : {
          startupProbe: {
            ...probe(startup),
            periodSeconds: startupPeriod,
            failureThreshold: Math.ceil(budget / startupPeriod),
          },
        }),
    ...(readiness === undefined ? {} : { readinessProbe: probe(readiness) }),
    ...(liveness === undefined ? {} : { livenessProbe: probe(liveness) }),
  };
}
