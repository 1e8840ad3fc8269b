import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { obtainScanners, type Tool } from "../../../lab/tools/python-tools";
import { containerOf, execIn } from "../docker/engine";

const { stack } = inject("production");

/** Findings of gixy that are meant so, with the reason. */
const accepted: Readonly<Record<string, string>> = {
  try_files_is_evil_too:
    "open_file_cache would go on serving files of the release before, and save a few system calls",
  proxy_pass_normalized:
    "the reference's rewrite: /mcp/ is the service's own root, so the path must be decoded and joined again",
};

interface Finding {
  readonly plugin: string;
  readonly severity: string;
  readonly summary: string;
  readonly config: string;
}

describe("the configuration in force", () => {
  const folder = mkdtempSync(join(tmpdir(), "trireme-gixy-"));
  let gixy: Tool;
  let text = "";
  beforeAll(async () => {
    ({ gixy } = await obtainScanners(progressOn()));
    const proxy = await containerOf(stack, "proxy", "proxy");
    const dump = await execIn(proxy, [
      "sh",
      "-c",
      "sed 's#^pid .*#pid /tmp/judge.pid;#' /var/cache/nginx/nginx.conf > /tmp/judge.conf && nginx -e /dev/stderr -T -c /tmp/judge.conf 2>/tmp/judge.log; echo $?; cat /tmp/judge.log",
    ]);
    expect(dump.code, dump.output).toBe(0);
    text = dump.output;
  }, 300_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("is found good by nginx", () => {
    expect(text).toContain("syntax is ok");
    expect(text).not.toMatch(/\[(warn|error|emerg)\]/);
  });

  it("is found good by gixy, but for what is accepted", async () => {
    const file = join(folder, "nginx.conf");
    writeFileSync(file, text.slice(text.indexOf("# configuration file")).replace(/\n0\nnginx: [^]*$/, "\n"));
    const [command, ...first] = gixy;
    const { stdout } = await promisify(execFile)(command, [...first, "--format", "json", file]).catch(
      (error: unknown) => error as { stdout: string },
    );
    const findings = JSON.parse(stdout) as readonly Finding[];
    const unaccepted = findings.filter(({ plugin }) => accepted[plugin] === undefined);
    expect(
      unaccepted.map(
        ({ plugin, severity, summary, config }) => `${severity} ${plugin}: ${summary}\n${config}`,
      ),
    ).toEqual([]);
  });
});
