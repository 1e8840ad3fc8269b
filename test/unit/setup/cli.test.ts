import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveName, checksumOf, isRecentEnough, pulumiHome, userLogin } from "../../../setup/cli";

describe("the official archive", () => {
  it.each([
    ["linux", "x64", "pulumi-v3.270.0-linux-x64.tar.gz"],
    ["linux", "arm64", "pulumi-v3.270.0-linux-arm64.tar.gz"],
    ["darwin", "arm64", "pulumi-v3.270.0-darwin-arm64.tar.gz"],
    ["darwin", "x64", "pulumi-v3.270.0-darwin-x64.tar.gz"],
  ])("for %s on %s is %s", (platform, arch, name) => {
    expect(archiveName("3.270.0", platform, arch)).toBe(name);
  });

  it.each([
    ["linux", "s390x"],
    ["freebsd", "x64"],
  ])("does not exist for %s on %s", (platform, arch) => {
    expect(archiveName("3.270.0", platform, arch)).toBeUndefined();
  });

  it("is checked against the line of the list that names exactly it", () => {
    const list = "aaa  pulumi-v3.1.0-linux-arm64.tar.gz\nbbb *pulumi-v3.1.0-linux-x64.tar.gz\n";
    expect(checksumOf(list, "pulumi-v3.1.0-linux-x64.tar.gz")).toBe("bbb");
    expect(checksumOf(list, "v3.1.0-linux-x64.tar.gz")).toBeUndefined();
  });
});

describe("a CLI on PATH", () => {
  it.each(["v3.200.0", "3.256.0\n", "v4.0.0", "v3.270.1-alpha.2"])("of version %j is used", (version) => {
    expect(isRecentEnough(version)).toBe(true);
  });

  it.each(["v3.199.9", "v2.300.0", "", "unknown"])("of version %j is not used", (version) => {
    expect(isRecentEnough(version)).toBe(false);
  });
});

describe("the user's own settings", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "trireme-home-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keep the PULUMI_HOME that was chosen, even for our CLI", () => {
    expect(pulumiHome("built", { PULUMI_HOME: folder })).toBe(folder);
  });

  it("keep the backend that was logged in to", () => {
    writeFileSync(join(folder, "credentials.json"), JSON.stringify({ current: "https://api.pulumi.com" }));
    expect(userLogin({ PULUMI_HOME: folder })).toEqual({ folder, backend: "https://api.pulumi.com" });
  });

  it("name no backend after a logout, or with no credentials at all", () => {
    expect(userLogin({ PULUMI_HOME: folder })).toBeUndefined();
    writeFileSync(join(folder, "credentials.json"), JSON.stringify({ current: "" }));
    expect(userLogin({ PULUMI_HOME: folder })).toBeUndefined();
  });
});
