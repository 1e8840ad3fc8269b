import { contract, database, type Sample } from "../sample";

export default {
  app: contract("simplr.app", 8000, {
    healthReply: "database",
    checks: { database: { ...database, tables: [] } },
    features: ["api", "chat", "static"],
  }),
} satisfies Sample;
