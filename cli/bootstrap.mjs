#!/usr/bin/env node
// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWith, isSupported, nodeFromNpm } from "../setup/node.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".trireme-lock");

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a command in the checkout with this process's own streams; resolves to its exit code. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group: a second one would mean "stop at once" to the CLI.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (signal === "SIGINT" ? 2 : 15));
    });
  });
}

/** True for a link to another checkout's packages: npm would empty the folder that it leads to. */
function isShared(folder) {
  return lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

async function installPackages(env) {
  if (isShared(join(root, "node_modules"))) return;
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("Installing npm packages (npm ci) …");
  // npm's words are for the person, not for a program that reads our standard output.
  const code = await run("npm", ["ci", "--no-audit", "--no-fund"], {
    env,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (code !== 0) fail(`npm ci failed with exit code ${code}: its messages above say why.`);
  writeFileSync(stamp, lock);
}

/** Sends requests through the proxies that the environment names, but those to engines and stacks on this machine. */
function proxied(env) {
  const proxies = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  if (!proxies.some((name) => (env[name] ?? "") !== "")) return { options: [], set: {} };
  const name = env.no_proxy === undefined ? "NO_PROXY" : "no_proxy";
  const direct = [env[name] ?? "", "localhost", "127.0.0.1", "::1", "[::1]"].filter((one) => one !== "");
  return {
    // Node.js calls this experimental; nothing that the person could change.
    options: ["--disable-warning=UNDICI-EHPA"],
    set: { NODE_USE_ENV_PROXY: "1", [name]: direct.join(",") },
  };
}

let node = process.execPath;
let env = process.env;
if (!isSupported(process.versions.node)) {
  node = await nodeFromNpm(env, console.error).catch((error) => fail(error.message));
  // npm, the Pulumi CLI's language host and test tools run the first `node` on PATH.
  env = environmentWith(node, env);
}
await installPackages(env);
const { options, set } = proxied(env);
process.exit(
  await run(node, [...options, join("cli", "start.cjs"), ...process.argv.slice(2)], {
    env: { ...env, ...set },
  }),
);
