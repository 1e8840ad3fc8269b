import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  it("needs no service: a proxy may serve sites alone", () => {
    const work = mkdtempSync(join(tmpdir(), "trireme-reload-"));
    try {
      for (const folder of ["new/sites", "live", "sites/pages/r1", "bin", "tmp"])
        mkdirSync(join(work, folder), { recursive: true });
      writeFileSync(join(work, "new/nginx.conf"), "pid /tmp/nginx.pid;\n");
      writeFileSync(join(work, "new/sites/pages"), "r1");
      writeFileSync(join(work, "bin/nginx"), "#!/bin/sh\n");
      chmodSync(join(work, "bin/nginx"), 0o755);
      const here = renderReload({
        ...{ folder: join(work, "live"), incoming: join(work, "new"), internal: 8081, deadline: 1 },
      })
        .replaceAll("/tmp/judge", join(work, "tmp/judge"))
        .replaceAll("/tmp/both", join(work, "tmp/both"))
        .replaceAll("sites=/srv/sites", `sites=${join(work, "sites")}`)
        // There is no nginx to signal.
        .replace(/^is_nginx\(\).*$/m, "is_nginx() { :; }")
        .replace(/^in_force\(\).*$/m, "in_force() { :; }")
        .replace("kill -HUP 1", ":");
      const { status, stderr } = spawnSync("sh", {
        ...{ input: here, encoding: "utf8" },
        env: { PATH: `${join(work, "bin")}:${process.env.PATH}` },
      });
      expect([status, stderr]).toEqual([0, ""]);
      expect(readFileSync(join(work, "live/nginx.conf"), "utf8")).toContain("pid /tmp/nginx.pid;");
      expect(readFileSync(join(work, "live/sites/pages"), "utf8")).toBe("r1");
    } finally {
      rmSync(work, { recursive: true });
    }
  });

  it("gives up with a reason after its deadline", () => {
    expect(script).toContain('echo "after 30 s $what" >&2; exit 1');
    expect(script).toContain("left=$((30 * 5))");
  });
});
