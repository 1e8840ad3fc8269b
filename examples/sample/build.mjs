import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
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
