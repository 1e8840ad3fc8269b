import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The checkout's root. */
export const projectRoot = dirname(__dirname);

const local = join(projectRoot, ".trireme");

/** Files of this checkout that git ignores. */
export const localFiles = {
  folder: local,
  /** Pulumi's file backend. */
  state: join(local, "state"),
  passphrase: join(local, "passphrase"),
  /** Official image → the one that stands in for it; there only while no registry can be reached. */
  images: join(local, "images.json"),
  /** How to reach our own Docker engine; there only while that is the one in use. */
  engine: join(local, "engine.json"),
} as const;

/** Where built and downloaded tools are kept, shared by all checkouts of this user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return given(env.TRIREME_CACHE) ?? join(given(env.XDG_CACHE_HOME) ?? join(homedir(), ".cache"), "trireme");
}

/** The value of a variable; one that is set to nothing counts as not set. */
export function given(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

/** The file with this checkout's passphrase; generated once, readable by its owner alone. */
export function passphraseFile(): string {
  if (!existsSync(localFiles.passphrase)) {
    mkdirSync(local, { recursive: true });
    writeFileSync(localFiles.passphrase, randomBytes(24).toString("base64url") + "\n", {
      mode: 0o600,
      flag: "wx",
    });
  }
  chmodSync(localFiles.passphrase, 0o600);
  return localFiles.passphrase;
}

/** The version of Pulumi's plugin that belongs to an installed npm package; see `pulumi.version` in its package.json. */
export function pluginVersion(plugin: string): string {
  const path = join(projectRoot, "node_modules", "@pulumi", plugin, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as {
    version: string;
    pulumi?: { version?: string };
  };
  return manifest.pulumi?.version ?? manifest.version;
}

/** The version of the installed `@pulumi/pulumi`. */
export function sdkVersion(): string {
  const path = join(projectRoot, "node_modules", "@pulumi", "pulumi", "package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

/** Writes JSON into the checkout's local folder, or removes the file where there is nothing to say. */
export function writeLocal(path: string, value: object | undefined): void {
  if (value === undefined) {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const text = JSON.stringify(value, null, 2) + "\n";
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeFileSync(path, text);
}
