import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { givenFile, renderProxyTask } from "../../../../../components/render/proxy/proxy-task";

it("gives a task each file of nginx's configuration in one folder, and puts it where nginx reads it", () => {
  const paths = ["nginx.conf", "servers/web-shop.admin", "gateway/jwt.js"];
  const given = paths.map(givenFile);
  expect(given).toEqual([
    "/run/configuration/nginx.conf",
    "/run/configuration/servers--web-shop.admin",
    "/run/configuration/gateway--jwt.js",
  ]);
  const work = mkdtempSync(join(tmpdir(), "trireme-task-"));
  try {
    mkdirSync(join(work, "given"));
    for (const path of given)
      writeFileSync(path.replace("/run/configuration", join(work, "given")), `the text of ${path}`);
    const script = renderProxyTask({ folder: join(work, "live"), generation: "abc" })
      .replaceAll("/run/configuration", join(work, "given"))
      .replace(/^exec .*$/m, "");
    expect(spawnSync("sh", ["-c", script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const read = (path: string): string => readFileSync(join(work, "live", path), "utf8");
    expect(paths.map(read)).toEqual(given.map((path) => `the text of ${path}`));
    expect(read("generation")).toBe("return 200 abc;\n");
  } finally {
    rmSync(work, { recursive: true });
  }
});
