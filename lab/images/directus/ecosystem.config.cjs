/** What pm2 runs, by the variables of the official image (https://directus.io/docs/configuration/general). */
const { env } = process;

module.exports = [
  {
    name: "directus",
    script: "cli.js",
    args: ["start"],
    instances: env.PM2_INSTANCES ?? "1",
    exec_mode: env.PM2_EXEC_MODE ?? "cluster",
    max_memory_restart: env.PM2_MAX_MEMORY_RESTART,
    min_uptime: env.PM2_MIN_UPTIME,
    listen_timeout: env.PM2_LISTEN_TIMEOUT,
    kill_timeout: env.PM2_KILL_TIMEOUT,
    wait_ready: true,
    max_restarts: env.PM2_MAX_RESTARTS,
    restart_delay: env.PM2_RESTART_DELAY ?? 0,
    autorestart: env.PM2_AUTO_RESTART ?? false,
  },
];
