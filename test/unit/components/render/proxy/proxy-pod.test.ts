import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { renderProxyPod, renderProxyStop } from "../../../../../components/render/proxy/proxy-pod";

const options = { folder: "/var/cache/nginx", generation: "abc" };

describe("nginx in a pod", () => {
  it("is started by valid shell, with a watcher where there is a certificate", () => {
    for (const tls of [true, false]) {
      const text = renderProxyPod({ ...options, tls });
      expect(spawnSync("sh", ["-n"], { input: text, encoding: "utf8" }).stderr).toBe("");
      expect(text).toContain("echo 'return 200 abc;' > /var/cache/nginx/generation");
      expect(text.trimEnd().split("\n").at(-1)).toBe(
        "exec nginx -e /dev/stderr -c /var/cache/nginx/nginx.conf",
      );
      expect(text.includes("watch_certificate &")).toBe(tls);
    }
  });

  it("leaves after nobody sends to it, and finishes what it holds", () => {
    expect(renderProxyStop(10)).toBe(
      "sleep 10; kill -QUIT 1; while kill -0 1 2>/dev/null; do sleep 0.2; done",
    );
  });
});
