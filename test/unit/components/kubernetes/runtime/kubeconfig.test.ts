import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessTo } from "../../../../../components/kubernetes/runtime/kubeconfig";

let folder = "";
const file = (name: string) => join(folder, name);
const encoded = (text: string) => Buffer.from(text).toString("base64");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-kubeconfig-"));
  writeFileSync(file("ca.pem"), "authority");
  writeFileSync(
    file("login.sh"),
    `#!/bin/sh\necho '{"status":{"token":"'"$PREFIX"'-token"}}'\necho "$KUBERNETES_EXEC_INFO" > ${file("info")}\n`,
  );
  chmodSync(file("login.sh"), 0o755);
  writeFileSync(
    file("config"),
    JSON.stringify({
      "current-context": "staging",
      clusters: [
        { name: "one", cluster: { server: "https://one:6443", "certificate-authority": "ca.pem" } },
        {
          name: "two",
          cluster: {
            server: "https://two:6443",
            "certificate-authority-data": encoded("two's"),
            "tls-server-name": "two",
          },
        },
      ],
      users: [
        {
          name: "me",
          user: { "client-certificate-data": encoded("certificate"), "client-key-data": encoded("key") },
        },
        {
          name: "cloud",
          user: { exec: { command: file("login.sh"), env: [{ name: "PREFIX", value: "cloud" }] } },
        },
      ],
      contexts: [
        { name: "staging", context: { cluster: "one", user: "me" } },
        { name: "production", context: { cluster: "two", user: "cloud" } },
      ],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a kubeconfig", () => {
  it("that is not valid YAML is told by the place of the error, and nothing of what stands there", async () => {
    const path = file("broken");
    writeFileSync(path, 'users:\n  - name: a\n    user: { token: "hunter2 }\n');
    const said = await accessTo({ kubeconfig: path }).catch((error: unknown) => String(error));
    expect(said).toMatch(/broken is not valid YAML: an error in line \d+, column \d+$/);
  });

  it("says how its current context is reached, with paths from its own folder", async () => {
    expect(await accessTo({ kubeconfig: file("config") })).toMatchObject({
      server: "https://one:6443",
      ca: "authority",
      certificate: "certificate",
      key: "key",
    });
  });

  it("asks a cloud's own command for a token", async () => {
    expect(await accessTo({ kubeconfig: file("config"), context: "production" })).toMatchObject({
      server: "https://two:6443",
      ca: "two's",
      serverName: "two",
      token: "cloud-token",
    });
  });

  it("without the context that was asked for names those that it has", async () => {
    await expect(accessTo({ kubeconfig: file("config"), context: "prod" })).rejects.toThrow(
      `has no context "prod"; it has "staging", "production". Set trireme:kubernetes.kubeconfig and trireme:kubernetes.context`,
    );
    await expect(accessTo({ kubeconfig: file("none") })).rejects.toThrow(`has no context ""; it has none.`);
  });
});
