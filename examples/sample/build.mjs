import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @returns undefined where `npx trireme` links a checkout that has no packages yet: `npm ci` runs this again, with them */
async function builder() {
  try {
    return await import("esbuild");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || process.env.npm_lifecycle_event !== "prepare") throw error;
    return undefined;
  }
}

const esbuild = await builder();
await esbuild?.build({
  entryPoints: [here("main.ts")],
  outfile: here("dist/server.cjs"),
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // Native speed-ups that pg and ws try to load and do without.
  external: ["pg-native", "bufferutil", "utf-8-validate"],
  logLevel: "warning",
});
