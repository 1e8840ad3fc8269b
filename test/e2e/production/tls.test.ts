import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:http2";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { obtainScanners } from "../../../lab/tools/python-tools";
import { ask, opened } from "./support/client";

const production = inject("production");
const { domain, http, https } = production;

describe("plain HTTP", () => {
  it.each(["/", "/api/v1/echo?x=1", "/health/", "/deeply/nested/page"])("leads %s to HTTPS", async (path) => {
    const { status, headers } = await ask(production, path, { plain: true });
    expect([status, headers.location]).toEqual([301, `https://${domain}:${https}${path}`]);
  });

  it("keeps the method's answer for writes as well: nothing is served over it", async () => {
    const { status } = await ask(production, "/api/v1/items", { plain: true, method: "POST" });
    expect(status).toBe(301);
  });

  it("answers /health itself, for those who watch from inside", async () => {
    const { status, body } = await ask(production, "/health", { plain: true });
    expect([status, JSON.parse(body)]).toMatchObject([200, { status: "healthy" }]);
  });
});

/** What sslyze says of a protocol: the ciphers that the server took. */
interface Accepted {
  readonly result: {
    readonly accepted_cipher_suites: readonly { readonly cipher_suite: { readonly name: string } }[];
  };
}

type Scan = Readonly<Record<`${string}_cipher_suites`, Accepted>> & {
  readonly heartbleed: { readonly result: { readonly is_vulnerable_to_heartbleed: boolean } };
  readonly robot: { readonly result: { readonly robot_result: string } };
  readonly openssl_ccs_injection: { readonly result: { readonly is_vulnerable_to_ccs_injection: boolean } };
  readonly tls_compression: { readonly result: { readonly supports_compression: boolean } };
  readonly session_renegotiation: {
    readonly result: {
      readonly is_vulnerable_to_client_renegotiation_dos: boolean;
      readonly supports_secure_renegotiation: boolean;
    };
  };
  readonly session_resumption: {
    readonly result: {
      readonly session_id_resumption_result: string;
      readonly tls_ticket_resumption_result: string;
    };
  };
};

describe("TLS as sslyze sees it", () => {
  const folder = mkdtempSync(join(tmpdir(), "trireme-sslyze-"));
  let scan: Scan;
  beforeAll(async () => {
    const [command, ...first] = (await obtainScanners(progressOn())).sslyze;
    const file = join(folder, "scan.json");
    const target = `${domain}:${https}{127.0.0.1}`;
    const checks = ["--certinfo", "--sslv2", "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3"];
    const faults = ["--heartbleed", "--robot", "--openssl_ccs", "--compression", "--reneg", "--resum"];
    await promisify(execFile)(
      command,
      [...first, ...checks, ...faults, "--mozilla_config=disable", "--json_out", file, target],
      { timeout: 280_000 },
    );
    const report = JSON.parse(readFileSync(file, "utf8")) as {
      server_scan_results: { connectivity_status: string; scan_result: Scan }[];
    };
    const [server] = report.server_scan_results;
    if (server?.connectivity_status !== "COMPLETED") throw new Error(JSON.stringify(report).slice(0, 2000));
    scan = server.scan_result;
  }, 300_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const ciphers = (protocol: string): readonly string[] =>
    scan[`${protocol}_cipher_suites`]?.result.accepted_cipher_suites.map(
      ({ cipher_suite }) => cipher_suite.name,
    ) ?? [];

  it.each(["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"])("does not speak %s", (protocol) => {
    expect(ciphers(protocol)).toEqual([]);
  });

  it("speaks TLS 1.2 with forward secrecy and authenticated encryption alone", () => {
    expect([...ciphers("tls_1_2")].sort()).toEqual([
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    ]);
  });

  it("speaks TLS 1.3", () => {
    expect(ciphers("tls_1_3")).toEqual(
      expect.arrayContaining([
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
      ]),
    );
  });

  it("has none of the known faults", () => {
    expect({
      heartbleed: scan.heartbleed.result.is_vulnerable_to_heartbleed,
      ccs: scan.openssl_ccs_injection.result.is_vulnerable_to_ccs_injection,
      compression: scan.tls_compression.result.supports_compression,
      renegotiation: scan.session_renegotiation.result.is_vulnerable_to_client_renegotiation_dos,
      robot: scan.robot.result.robot_result,
    }).toEqual({
      heartbleed: false,
      ccs: false,
      compression: false,
      renegotiation: false,
      robot: "NOT_VULNERABLE_RSA_NOT_SUPPORTED",
    });
  });

  it("resumes sessions from its cache and hands out no tickets", () => {
    const { session_id_resumption_result: cache, tls_ticket_resumption_result: tickets } =
      scan.session_resumption.result;
    expect([cache, tickets]).toEqual(["FULLY_SUPPORTED", "NOT_SUPPORTED"]);
  });
});

describe("connections", () => {
  it("speak HTTP/2 with those who can", async () => {
    const session = connect(`https://127.0.0.1:${https}`, { rejectUnauthorized: false, servername: domain });
    try {
      const status = await new Promise((resolve, reject) => {
        session.on("error", reject);
        const stream = session.request({ ":path": "/api/v1/echo", ":authority": domain });
        stream.on("response", (headers) => resolve(headers[":status"]));
        stream.on("error", reject);
        stream.resume();
        stream.end();
      });
      expect([session.alpnProtocol, status]).toEqual(["h2", 200]);
    } finally {
      session.destroy();
    }
  });

  it("are used again", async () => {
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 1,
      rejectUnauthorized: false,
      servername: domain,
    });
    const again = async (): Promise<boolean> =>
      await new Promise((resolve, reject) => {
        const outgoing = request(
          { host: "127.0.0.1", port: https, path: "/health", agent, headers: { host: domain } },
          (response) => {
            response.resume();
            response.on("end", () => resolve(outgoing.reusedSocket));
          },
        );
        outgoing.on("error", reject);
        outgoing.end();
      });
    expect([await again(), await again(), await again()]).toEqual([false, true, true]);
    agent.destroy();
  });

  // That they survive a minute of silence is proven in test/e2e/conformance/routes.test.ts, through the same entrance.
  it("carry server-sent events one by one, also after a silence", async () => {
    const began = Date.now();
    const response = await opened(production, "/aggregator/stream?silence=4");
    const times: number[] = [];
    for await (const chunk of response)
      if ((chunk as Buffer).includes("data:")) times.push(Date.now() - began);
    expect(times).toHaveLength(2);
    expect(times[0]).toBeLessThan(2_000);
    expect(times[1]).toBeGreaterThan(3_500);
  });

  it("are told apart from plain HTTP by their port: TLS is not spoken on the other", async () => {
    await expect(ask({ ...production, https: http }, "/health")).rejects.toThrow();
  });
});
