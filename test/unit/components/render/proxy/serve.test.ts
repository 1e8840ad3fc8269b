import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportMetric, renderServe, serveProbe } from "../../../../../components/render/proxy/serve";

const options = { folder: "/live", internal: 8081 };

describe("what becomes nginx", () => {
  it.each([
    { ...options, renewed: true },
    { ...options, renewed: false },
    { ...options, renewed: false, metrics: "/metrics" },
  ])("is a script that a POSIX shell can read: %o", (variation) => {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: renderServe(variation), encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("waits for the first configuration and then is nginx itself, so that signals reach it", () => {
    expect(renderServe({ ...options, renewed: false })).toBe(
      "until [ -s /live/nginx.conf ]; do sleep 0.1; done; exec nginx -e /dev/stderr -c /live/nginx.conf",
    );
  });

  it("watches for certificates only where they arrive by themselves", () => {
    expect(renderServe({ ...options, renewed: true })).toContain("watch_certificate &\nexec nginx");
    expect(renderServe({ ...options, renewed: false })).not.toContain("watch");
  });

  it("lets nginx check a certificate before it takes the place of the older one", () => {
    const script = renderServe({ ...options, renewed: true });
    expect(script.indexOf("nginx -q -e /dev/stderr -t")).toBeLessThan(script.indexOf('mv -f "$pair.next"'));
    expect(script.indexOf('mv -f "$pair.next"')).toBeLessThan(script.indexOf("kill -HUP 1"));
  });
});

describe("its health", () => {
  it("is nginx's answer, and the watcher's sign of life where there is one", () => {
    expect(serveProbe({ ...options, renewed: false })).not.toContain("find");
    expect(serveProbe({ ...options, renewed: true })).toMatch(
      / && \[ -n "\$\(find \/tmp\/watching -mmin -2\)" \]$/,
    );
  });
});

describe("the metric of a certificate", () => {
  it("appears whole where it was kept, and nothing does where it was not", () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-metric-"));
    try {
      const run = () => spawnSync("sh", ["-euc", exportMetric(folder, join(folder, "metrics"))]).status;
      spawnSync("mkdir", [join(folder, "metrics")]);
      expect(run()).toBe(0);
      expect(() => readFileSync(join(folder, "metrics", "certificate.prom"))).toThrow("ENOENT");
      writeFileSync(join(folder, "certificate.prom"), "certificate_expiry 1\n");
      expect(run()).toBe(0);
      expect(readFileSync(join(folder, "metrics", "certificate.prom"), "utf8")).toBe(
        "certificate_expiry 1\n",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
