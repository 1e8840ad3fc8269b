import type { Tried } from "./stack-file";

const db = "settings.stores.db";
const sized = {
  [`${db}.resources`]: {
    cpu: { request: 0.25, limit: 1 },
    memory: { request: "1Gi", limit: "2Gi" },
  },
};
/** An external store's backups are its maker's. */
const unsaved = { "settings.backups.redis-daily": { enabled: false } };

/** What a stack's file says of stores and of what is measured. */
export const ofSystem: Readonly<Record<string, Tried>> = {
  "settings.stores.{}.external": { at: "settings.stores.redis.external", value: true, with: unsaved },
  "settings.stores.{}.resources.cpu.limit": { at: `${db}.resources.cpu.limit`, value: 2, with: sized },
  "settings.stores.{}.resources.cpu.request": { at: `${db}.resources.cpu.request`, value: 0.5, with: sized },
  "settings.stores.{}.resources.gpus": { at: `${db}.resources.gpus`, value: 1, with: sized },
  "settings.stores.{}.resources.memory.limit": {
    at: `${db}.resources.memory.limit`,
    value: "3Gi",
    with: sized,
  },
  "settings.stores.{}.resources.memory.request": {
    at: `${db}.resources.memory.request`,
    value: "1536Mi",
    with: sized,
  },
  "settings.stores.{}.nodes": { at: "settings.stores.redis.nodes", value: 3 },
  "settings.stores.{}.readReplicas": { at: `${db}.readReplicas`, value: 1 },
  "settings.stores.{}.pooler": { at: `${db}.pooler`, value: true },
  "settings.stores.{}.tls": { at: `${db}.tls`, value: true },
  "settings.stores.{}.connectionLimit": { at: `${db}.connectionLimit`, value: 30 },
  "settings.stores.{}.parameters.{}": { at: `${db}.parameters`, value: { work_mem: "8MB" } },
  "settings.backups.{}.enabled": { at: "settings.backups.redis-daily.enabled", value: false },
  "settings.monitoring.enabled": { value: false },
  "settings.monitoring.without[]": { at: "settings.monitoring.without", value: ["alerts"] },
  "settings.monitoring.interval": { value: "45s" },
  "settings.monitoring.metrics": { value: "8d" },
  "settings.monitoring.logs": { value: "9d" },
  "settings.monitoring.logsEngine": { value: "victoria-logs" },
  "settings.monitoring.traces": { value: "10d" },
};
