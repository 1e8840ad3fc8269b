import { X509Certificate } from "node:crypto";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { certificateScript } from "../../../../../components/render/nginx/certificate-script";
import { certificateFor } from "../../../../e2e/production/support/certificate";

const hosts = ["shop.example.com", "api.example.com"];

/** What the script says of a file, and what it writes to nginx's log. */
function said(content: string): { readonly lines: readonly string[]; readonly log: readonly string[] } {
  const log: string[] = [];
  const context = {
    Buffer,
    ngx: { log: (_level: number, text: string) => log.push(text), ERR: 4 },
    require: () => ({ readFileSync: (path: string) => (path === "/live/tls/pair.pem" ? content : "") }),
    result: () => [] as readonly string[],
  };
  runInNewContext(
    `${certificateScript({ path: "/live/tls/pair.pem", hosts })}\nresult = certificate;`,
    context,
  );
  return { lines: [...context.result()], log };
}

describe("the script that tells when a certificate ends", () => {
  it.each([1, 90, 365, 10_000, 40_000])("reads it from the file, %i days ahead, for every host", (days) => {
    const { certificate, key } = certificateFor(["DNS:shop.example.com"], days);
    const { lines, log } = said(`${certificate}\n${key}`);
    const seconds = Date.parse(new X509Certificate(certificate).validTo) / 1000;
    expect(log).toEqual([]);
    expect(lines.slice(2)).toEqual([
      `certificate_expiry_timestamp_seconds{host="api.example.com"} ${seconds}`,
      `certificate_expiry_timestamp_seconds{host="shop.example.com"} ${seconds}`,
    ]);
  });

  it("says nothing of what is none, but in the log", () => {
    const { lines, log } = said("no certificate");
    expect(lines).toEqual([]);
    expect(log).toHaveLength(1);
  });
});
