import { contract, database, optional, page, peer, redis, type Sample } from "../sample";

export default {
  "api-gateway": contract("synthstack.api-gateway", 3003, {
    healthReply: "basic",
    checks: {
      database,
      redis: optional(redis),
      ml_service: peer("ML_SERVICE_URL"),
      qdrant: optional(peer("QDRANT_URL", "/healthz")),
    },
    features: ["api", "websocket", "stream"],
  }),
  "ml-service": contract("synthstack.ml-service", 8000, {
    checks: { database: optional(database), qdrant: optional(peer("QDRANT_URL", "/healthz")) },
    features: ["stream", "chat"],
  }),
  directus: contract("synthstack.directus", 8055, {
    healthPath: "/server/health",
    healthReply: "basic",
    checks: { database: { ...database, tables: [] } },
    features: ["api"],
  }),
  web: contract("synthstack.web", 3050, page),
} satisfies Sample;
