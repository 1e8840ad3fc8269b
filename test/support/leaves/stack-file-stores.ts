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

const inSynthStack = { system: "synthstack" };
const gate = { from: ["203.0.113.7/32"], port: 7443, address: "0.0.0.0" };
const components = ["mcp", "aggregator"];
const far = { components, address: "ml.example.com", port: 7443 };
/** Two stacks of a system, seen from either. */
const main = { ...inSynthStack, "settings.topology": { elsewhere: { ml: far }, gate } };
const part = { ...inSynthStack, "settings.topology": { of: { stack: "main", ...far }, gate } };
const onDocker = ["docker"] as const;

/** What a stack's file says of stores, of what runs elsewhere and of what is measured. */
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
  "settings.topology.urls.{}": {
    at: "settings.topology.urls.mcp",
    value: "https://www.example.com",
    with: inSynthStack,
  },
  "settings.topology.elsewhere.{}.components[]": {
    at: "settings.topology.elsewhere.ml.components",
    value: ["mcp"],
    with: main,
    on: onDocker,
  },
  "settings.topology.elsewhere.{}.address": {
    at: "settings.topology.elsewhere.ml.address",
    value: "10.0.0.7",
    with: main,
    on: onDocker,
  },
  "settings.topology.elsewhere.{}.port": {
    at: "settings.topology.elsewhere.ml.port",
    value: 7444,
    with: main,
    on: onDocker,
  },
  "settings.topology.of.stack": { value: "other", with: part, on: onDocker },
  "settings.topology.of.components[]": {
    at: "settings.topology.of.components",
    value: ["mcp"],
    with: part,
    on: onDocker,
  },
  "settings.topology.of.address": { value: "10.0.0.7", with: part, on: onDocker },
  "settings.topology.of.port": { value: 7444, with: part, on: onDocker },
  "settings.topology.gate.from[]": {
    at: "settings.topology.gate.from",
    value: ["198.51.100.0/24"],
    with: main,
    on: onDocker,
  },
  "settings.topology.gate.port": { value: 7444, with: main, on: onDocker },
  "settings.topology.gate.address": { value: "10.0.0.5", with: main, on: onDocker },
  "settings.monitoring.enabled": { value: false },
  "settings.monitoring.without[]": { at: "settings.monitoring.without", value: ["alerts"] },
  "settings.monitoring.interval": { value: "45s" },
  "settings.monitoring.metrics": { value: "8d" },
  "settings.monitoring.logs": { value: "9d" },
  "settings.monitoring.logsEngine": { value: "victoria-logs" },
  "settings.monitoring.traces": { value: "10d" },
};
