#!/usr/bin/env node
// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

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

async function installPackages() {
  if (isShared(join(root, "node_modules"))) return;
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("Installing npm packages (npm ci) …");
  // npm's words are for the person, not for a program that reads our standard output.
  const code = await run("npm", ["ci", "--no-audit", "--no-fund"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (code !== 0) fail(`npm ci failed with exit code ${code}: its own messages above tell why.`);
  writeFileSync(stamp, lock);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node.js ${process.versions.node} is too old: Trireme needs 20.19 or newer (https://nodejs.org).`);
}
await installPackages();
process.exit(
  await run(process.execPath, ["--import", "tsx", join("toolchain", "main.ts"), ...process.argv.slice(2)], {
    // Downloads go through the proxy that the environment names, where this Node.js knows how.
    env: { ...process.env, NODE_USE_ENV_PROXY: "1" },
  }),
);
