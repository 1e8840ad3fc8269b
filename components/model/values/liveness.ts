import type { Service } from "../service";
import { seconds } from "./units";
import type { Health } from "../workload";

/** Seconds without a sign of life after which an instance is ended, at least. */
const patience = 300;
/** How many times as long as its health check takes to notice, at least. */
const times = 4;
const retries = 10;

/** The same question, asked with far more patience: short of processor time, instances that were ended for being slow would end each other. */
export function patiently(health: Health): Health {
  const { interval = "30s", timeout = "10s", retries: usual = 3 } = health;
  const window = Math.max(patience, times * seconds(interval) * usual);
  return {
    probe: health.probe,
    interval: `${Math.ceil(window / retries)}s`,
    timeout: `${Math.max(10, Math.ceil(seconds(timeout)))}s`,
    retries,
    ...(health.startPeriod === undefined ? {} : { startPeriod: health.startPeriod }),
  };
}

/**
 * What decides that an instance is ended and started again. Unless the service says it: that its port takes connections, for
 * what answers on a path may ask a database, and to end instances because that is away takes down what still serves. A
 * command is asked as it is.
 */
export function livenessOf({ health, liveness }: Pick<Service, "health" | "liveness">): Health | undefined {
  if (liveness !== undefined || health === undefined) return liveness;
  const { probe } = health;
  return patiently("http" in probe ? { ...health, probe: { tcp: probe.port ?? "main" } } : health);
}

/** Seconds without a sign of life after which an instance is ended. */
export function livenessWindow({ interval = "30s", retries: allowed = 3 }: Health): number {
  return Math.ceil(seconds(interval) * allowed);
}
