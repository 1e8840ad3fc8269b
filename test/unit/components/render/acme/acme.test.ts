import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  acmeFolder,
  renderAcme,
  renewalOffset,
  type AcmeOptions,
} from "../../../../../components/render/acme/acme";

const options: AcmeOptions = {
  hosts: ["shop.example.com", "api.shop.example.com"],
  email: "ops@example.com",
  metrics: "/var/lib/metrics",
  seed: "shop-prod",
  warning: 14,
};
const script = renderAcme(options);

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("the script around certbot", () => {
  it.each(["sh", "bash"])("can be read by %s", (shell) => {
    const { status, stderr } = spawnSync(shell, ["-n"], { input: script, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("asks for all hosts of one certificate, and again when the hosts change", () => {
    expect(script).toContain("-d 'shop.example.com' -d 'api.shop.example.com'");
    expect(script).toContain("--renew-with-new-domains");
  });

  it("keeps the certificates of each authority apart", () => {
    const line = (server?: string) =>
      /live=\$state\/live\/(\S+)/.exec(
        renderAcme(server === undefined ? options : { ...options, server }),
      )?.[1];
    expect(line()).toMatch(/^trireme-[0-9a-f]{8}$/);
    expect(line("https://acme-staging-v02.api.letsencrypt.org/directory")).not.toBe(line());
    expect(line()).toBe(line());
  });

  it("lets no value break out of its quotes", () => {
    const hostile = renderAcme({ ...options, email: "o'brien$(id)@example.com" });
    expect(hostile).toContain(`--email 'o'\\''brien$(id)@example.com'`);
    expect(spawnSync("sh", ["-n"], { input: hostile }).status).toBe(0);
  });

  it("looks twice a day, each stack at a time of its own that stays", () => {
    const offsets = ["a-prod", "b-prod", "c-prod"].map(renewalOffset);
    expect(new Set(offsets).size).toBe(3);
    expect(renewalOffset("a-prod")).toBe(offsets[0]);
    for (const offset of offsets) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThan(43_200);
    }
    expect(script).toContain(`$((($(date +%s) + ${43_200 - renewalOffset("shop-prod")}) / 43200))`);
  });

  it("writes no metric where there is no folder for it", () => {
    const { metrics: _, ...without } = options;
    expect(renderAcme(without)).not.toContain("certificate_expiry_timestamp_seconds");
  });
});

describe("the health of the certificate", () => {
  function health(end: number, worry: number): { readonly status: number | null; readonly output: string } {
    const folder = mkdtempSync(join(tmpdir(), "trireme-acme-"));
    folders.push(folder);
    mkdirSync(join(folder, "acme"));
    writeFileSync(join(folder, "acme", "times"), `${end} ${worry}\n`);
    const here = script.replaceAll(acmeFolder, join(folder, "acme"));
    const { status, stdout } = spawnSync("sh", ["-c", here, "sh", "healthy"], { encoding: "utf8" });
    return { status, output: stdout };
  }
  const now = Math.floor(Date.now() / 1000);

  it("is good until the time to worry", () => {
    expect(health(now + 90 * 86_400, now + 60).status).toBe(0);
  });

  it("is bad from then on, and says when the certificate ends", () => {
    const { status, output } = health(Date.UTC(2026, 0, 2) / 1000, now - 60);
    expect(status).toBe(1);
    expect(output).toContain("the certificate ends at Fri Jan  2 00:00:00 UTC 2026");
  });
});

describe("a certificate that is handed over", () => {
  /** Runs `issue` with a certbot of ours that leaves a certificate, or fails. */
  function issue(certbot: string) {
    const folder = mkdtempSync(join(tmpdir(), "trireme-acme-"));
    folders.push(folder);
    for (const name of ["acme", "state", "metrics", "bin"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "bin", "certbot"), `#!/bin/sh\n${certbot}`, { mode: 0o755 });
    writeFileSync(join(folder, "bin", "python3"), "#!/bin/sh\necho 1900000000 1898790400\n", { mode: 0o755 });
    const here = script
      .replaceAll("/var/lib/acme-state", join(folder, "state"))
      .replaceAll(acmeFolder, join(folder, "acme"))
      .replaceAll("/var/lib/metrics", join(folder, "metrics"));
    const { status } = spawnSync("sh", ["-c", here, "sh", "issue"], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}` },
    });
    const read = (name: string) => spawnSync("cat", [join(folder, name)], { encoding: "utf8" }).stdout;
    return { status, pair: read("acme/pair.pem"), metric: read("metrics/certificate.prom") };
  }
  const leaves = `for word in "$@"; do [ "$before" != --config-dir ] || state=$word; [ "$before" != --cert-name ] || name=$word; before=$word; done
mkdir -p "$state/live/$name"; echo CHAIN > "$state/live/$name/fullchain.pem"; echo KEY > "$state/live/$name/privkey.pem"`;

  it("has its key with it, and its end in the metrics", () => {
    const { status, pair, metric } = issue(leaves);
    expect([status, pair]).toEqual([0, "CHAIN\nKEY\n"]);
    expect(metric).toContain('certificate_expiry_timestamp_seconds{host="shop.example.com"} 1900000000\n');
    expect(metric).toContain("certificate_renewal_success 1\n");
  });

  it("stays in force when the next one is not had, which the metrics say", () => {
    const { status, pair, metric } = issue(`${leaves}\nexit 1`);
    expect([status, pair]).toEqual([1, "CHAIN\nKEY\n"]);
    expect(metric).toContain("certificate_renewal_success 0\n");
  });
});
