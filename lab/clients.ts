// Clients, and models of what others read, that only tests and the bench use; the root package has none of them.
export * as cloudNative from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1";
export { default as pg } from "pg";
export { WebSocket } from "ws";
