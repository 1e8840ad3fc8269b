import { contract, database, page, peer, redis, type Sample } from "../sample";

export default {
  backend: contract("syfthub.api", 8000, {
    checks: { database, redis, identity: { kind: "identity" } },
    features: ["api", "websocket"],
    fallback: "not found",
  }),
  aggregator: contract("syfthub.aggregator", 8001, {
    logPrefix: "AGGREGATOR_",
    checks: { syfthub: peer("AGGREGATOR_SYFTHUB_URL") },
    features: ["stream", "chat"],
    drain: 30,
  }),
  mcp: contract("syfthub.mcp", 8002, {
    portVariable: "MCP_PORT",
    checks: { syfthub: peer("SYFTHUB_URL"), aggregator: peer("AGGREGATOR_URL") },
    features: ["oauth", "mcp"],
    source: "server.py",
    drain: 30,
  }),
  frontend: contract("syfthub.frontend", 3000, { ...page, features: ["websocket"] }),
} satisfies Sample;
