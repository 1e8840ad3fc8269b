// Clients that only tests and the bench speak with; the root package has none of them.
export { default as pg } from "pg";
export { WebSocket } from "ws";
