import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../../setup/workspace";

/** The empty programs that ours is compared with. */
export type EmptyProgram = "typescript" | "javascript";

/** What `pulumi new typescript` writes, but for the author's words. */
const typescript = {
  "index.ts": 'import * as pulumi from "@pulumi/pulumi";\n',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      outDir: "bin",
      target: "es2020",
      module: "commonjs",
      moduleResolution: "node",
      sourceMap: true,
      experimentalDecorators: true,
      pretty: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      forceConsistentCasingInFileNames: true,
    },
    files: ["index.ts"],
  }),
};

const files: Readonly<Record<EmptyProgram, Readonly<Record<string, string>>>> = {
  typescript,
  javascript: { "index.js": '"use strict";\nconst pulumi = require("@pulumi/pulumi");\n' },
};

/** The packages that `pulumi new typescript` installs. */
const packages = ["@pulumi/pulumi", "@types/node", "typescript"];

/** Writes an empty program into a folder, with this checkout's packages. */
export function writeEmptyProgram(kind: EmptyProgram, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const main = Object.keys(files[kind])[0] ?? "";
  const all = {
    ...files[kind],
    "Pulumi.yaml": `name: empty-${kind}\nruntime: nodejs\n`,
    "package.json": JSON.stringify({ name: `empty-${kind}`, main }),
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(projectRoot, "node_modules", name), link);
  }
}
