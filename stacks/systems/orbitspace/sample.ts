import { contract, database, page, peer, redis, type Sample } from "../sample";

export default {
  fastapi: contract("orbitspace.fastapi", 8000, { checks: { database, redis }, features: ["api", "stream"] }),
  nextjs: contract("orbitspace.nextjs", 3000, {
    ...page,
    healthPath: "/api/health",
    checks: { database, redis, fastapi: peer("FASTAPI_URL") },
    features: ["websocket"],
  }),
} satisfies Sample;
