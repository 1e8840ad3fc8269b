import { contract, database, type Sample } from "../sample";

export default {
  app: contract("simplr.app", 8000, {
    healthReply: "database",
    checks: { database: { ...database, tables: [] } },
    features: ["api", "chat", "static"],
    measures: {
      total: "requests_total",
      duration: "request_duration_seconds",
      labels: { method: "method", route: "endpoint" },
      further: {},
    },
  }),
} satisfies Sample;
