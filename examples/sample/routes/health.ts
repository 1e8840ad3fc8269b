import { isHealthy, runChecks } from "../health";
import { get, send, sendJson, type Call, type Route } from "../http";
import type { Context } from "./context";

export function healthRoutes({ settings, stores, identity, metrics }: Context): readonly Route[] {
  const { version, contract, fault } = settings;

  async function health(call: Call): Promise<void> {
    if (contract.healthReply === "basic") {
      const failing = fault === "health";
      const [timestamp, uptime] = [new Date().toISOString(), Math.floor(process.uptime())];
      return sendJson(call, failing ? 503 : 200, {
        status: failing ? "failing" : "ok",
        timestamp,
        uptime,
        version,
      });
    }
    const checks = await runChecks(settings, stores, identity);
    const healthy = isHealthy(checks);
    const code = healthy ? 200 : 503;
    if (contract.healthReply === "checks")
      return sendJson(call, code, { status: healthy ? "healthy" : "unhealthy", version, checks });
    const detail = checks.fault ?? `database: ${checks.database}`;
    sendJson(call, code, healthy ? { status: "healthy", database: "connected" } : { detail });
  }

  async function ready(call: Call): Promise<void> {
    const checks = await runChecks(settings, stores, identity);
    const healthy = isHealthy(checks);
    sendJson(call, healthy ? 200 : 503, { status: healthy ? "ready" : "not ready", checks });
  }

  return [
    get(contract.healthPath, health),
    get("/ready", ready),
    get("/live", (call) => sendJson(call, 200, { status: "alive" })),
    get("/metrics", (call) => send(call, 200, "text/plain; version=0.0.4", metrics.render())),
  ];
}
