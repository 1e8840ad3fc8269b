import { contract, database, measures, optional, page, peer, redis, type Sample } from "../sample";

export default {
  "api-gateway": contract("synthstack.api-gateway", 3003, {
    drain: 30,
    healthReply: "basic",
    checks: {
      database,
      redis: optional(redis),
      ml_service: peer("ML_SERVICE_URL"),
      qdrant: optional(peer("QDRANT_URL", "/healthz")),
    },
    features: ["api", "websocket", "stream"],
    measures: {
      ...measures,
      further: {
        ml_request_duration_seconds: {
          kind: "histogram",
          help: "Duration of ML service requests",
          of: "/via/ml_service",
        },
        ml_credits_charged_total: {
          kind: "counter",
          help: "Total ML credits charged",
          of: "/via/ml_service",
        },
        credits_remaining: { kind: "gauge", help: "ML credits left", of: "/via/ml_service", full: 100_000 },
      },
    },
  }),
  "ml-service": contract("synthstack.ml-service", 8000, {
    drain: 30,
    checks: { database: optional(database), qdrant: optional(peer("QDRANT_URL", "/healthz")) },
    features: ["stream", "chat"],
  }),
  // The last release before 12, which caps what runs without a licence: three users, 25 collections, five flows.
  directus: { reference: "directus/directus:11.17.4" },
  web: contract("synthstack.web", 3050, page),
} satisfies Sample;
