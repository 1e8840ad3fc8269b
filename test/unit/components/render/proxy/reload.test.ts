import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { renderReload } from "../../../../../components/render/proxy/reload";

const script = renderReload({ folder: "/live", incoming: "/run/new", internal: 8081, deadline: 30 });
const at = (text: string) => {
  const index = script.indexOf(text);
  if (index === -1) throw new Error(`the script has no "${text}"`);
  return index;
};

describe("the reload of nginx", () => {
  it("is a script that a POSIX shell can read", () => {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("judges the key of those whose tokens are taken with the configuration, and puts both in force", () => {
    const checking = renderReload({
      folder: "/live",
      incoming: "/run/new",
      internal: 8081,
      deadline: 30,
      tokens: true,
    });
    const { status } = spawnSync("sh", ["-n"], { input: checking, encoding: "utf8" });
    expect(status).toBe(0);
    const given = checking.indexOf('cp /run/gateway/jwt.json "/tmp/judge/gateway/jwt.json"');
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(checking.indexOf("nginx -e /dev/stderr -t"));
    expect(checking.indexOf('mv "$live/gateway/.next"')).toBeLessThan(checking.indexOf("kill -HUP 1"));
    expect(script).not.toContain("gateway");
  });

  it("stops at the first command that fails", () => {
    expect(script.startsWith("set -eu\n")).toBe(true);
  });

  it("lets nginx check the new configuration before it touches the live one", () => {
    expect(at("nginx -e /dev/stderr -t -c /tmp/judge/nginx.conf")).toBeLessThan(
      at('mkdir -p "$live/incoming"'),
    );
  });

  it("adds the new instances, waits until nginx reaches them, and only then lets the old ones go", () => {
    const together = at('apply "$generation-both" /tmp/both');
    const reached = at('answers "${file##*/}"');
    const alone = at('apply "$generation" "$new/servers"');
    expect(together).toBeLessThan(reached);
    expect(reached).toBeLessThan(alone);
  });

  it("gives up with a reason after its deadline", () => {
    expect(script).toContain('echo "after 30 s $what" >&2; exit 1');
    expect(script).toContain("left=$((30 * 5))");
  });
});
