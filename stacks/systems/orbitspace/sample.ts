import { contract, database, measures, page, peer, redis, type Sample } from "../sample";

export default {
  fastapi: contract("orbitspace.fastapi", 8000, {
    checks: { database, redis },
    features: ["api", "stream"],
    measures: {
      ...measures,
      // As the proxy hands them on.
      further: {
        agent_executions_total: { kind: "counter", help: "Total agent executions", of: "/agents" },
        agent_duration_seconds: { kind: "histogram", help: "Agent execution duration", of: "/agents" },
      },
    },
  }),
  nextjs: contract("orbitspace.nextjs", 3000, {
    ...page,
    healthPath: "/api/health",
    checks: { database, redis, fastapi: peer("FASTAPI_URL") },
    features: ["websocket"],
  }),
} satisfies Sample;
