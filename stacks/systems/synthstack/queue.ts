/** Whether a worker's queue answers, as a program of Node.js. */
export const reachesQueue = [
  "const { hostname, port } = new URL(process.env.REDIS_URL);",
  'const queue = require("node:net").connect(Number(port) || 6379, hostname);',
  'queue.on("connect", () => process.exit(0)).on("error", () => process.exit(1));',
].join(" ");
