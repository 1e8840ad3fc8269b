import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectionOptions, sshCommand } from "../../../../../components/docker/runtime/connection";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the connection to an engine", () => {
  it("goes to the socket that is named, that DOCKER_HOST names, or to the standard one", () => {
    vi.stubEnv("DOCKER_HOST", "unix:///run/other.sock");
    expect(connectionOptions("unix:///run/own.sock")).toEqual({ socketPath: "/run/own.sock" });
    expect(connectionOptions(undefined)).toEqual({ socketPath: "/run/other.sock" });
    vi.stubEnv("DOCKER_HOST", "");
    expect(connectionOptions(undefined)).toEqual({ socketPath: "/var/run/docker.sock" });
  });

  it("goes through SSH by the command of Docker's own client", () => {
    expect(sshCommand("ssh://deploy@vm.example.com:2222")).toEqual([
      "ssh",
      "-o",
      "BatchMode=yes",
      "-o",
      "ConnectTimeout=30",
      "-l",
      "deploy",
      "-p",
      "2222",
      "--",
      "vm.example.com",
      "docker system dial-stdio",
    ]);
    expect(sshCommand("ssh://vm.example.com")).not.toContain("-l");
    expect(connectionOptions("ssh://vm.example.com")?.agent).toBeDefined();
  });

  it("goes to the address that is named, though DOCKER_HOST names another", () => {
    vi.stubEnv("DOCKER_HOST", "tcp://10.0.0.1:2375");
    expect(connectionOptions("tcp://127.0.0.1")).toEqual({ protocol: "http", host: "127.0.0.1", port: 2375 });
    expect(connectionOptions("tcp://127.0.0.1:2376")).toMatchObject({ protocol: "https", port: 2376 });
  });

  it("shows an engine over TLS the certificate that Docker's own client would", () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-certificates-"));
    for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, `${name}.pem`), name);
    vi.stubEnv("DOCKER_TLS_VERIFY", "1");
    vi.stubEnv("DOCKER_CERT_PATH", folder);
    const options = connectionOptions("tcp://vm.example.com:2377");
    rmSync(folder, { recursive: true });
    expect(options).toMatchObject({ protocol: "https", host: "vm.example.com", port: 2377 });
    expect([options?.ca, options?.cert, options?.key].map(String)).toEqual(["ca", "cert", "key"]);
  });
});
