/** Whether a worker's queue answers, as a program of Node.js: the server that `REDIS_URL` names, or one of the Sentinels that it lists. */
export const reachesQueue = [
  'const hosts = process.env.REDIS_URL.replace(/^[a-z]+:\\/\\/(.*@)?/, "").split(/[/?]/)[0].split(",");',
  "let left = hosts.length;",
  "for (const each of hosts) {",
  'const [host, port] = each.split(":");',
  'const queue = require("node:net").connect(Number(port) || 6379, host);',
  'queue.on("connect", () => process.exit(0)).on("error", () => --left || process.exit(1));',
  "}",
].join(" ");
