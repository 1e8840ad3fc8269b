const { createHash } = require("node:crypto");
const { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** What the program is made of: its entry, the folders of its sources, and the folder of `.trireme` for its bundles. */
const program = { home: "program", folders: ["components", "stacks"], entry: "stacks/index.ts" };
/** Milliseconds that the program of earlier sources is kept: another run may be loading it. */
const kept = 24 * 3600 * 1000;

/** A hash of every file that the program may be made of, so that an edit is never missed, and of where it lies. */
function contentKey(root, folders) {
  const hash = createHash("sha256").update(root);
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).sort()) {
      if (/\.(ts|cjs|json)$/.test(name))
        hash.update(`\0${folder}/${name}\0`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

function build(root, target, { folders, entry }) {
  // Loaded when there is something to build.
  const { buildSync } = require("esbuild");
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(target, "index.js"),
    bundle: true,
    platform: "node",
    target: "node22",
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    // A map of our own lines alone: every resource's registration looks its place up.
    packages: "external",
    define: { __dirname: JSON.stringify(join(root, dirname(entry))) },
  });
  const strays = Object.keys(metafile.inputs).filter(
    (file) => !folders.some((folder) => file.startsWith(`${folder}/`)),
  );
  if (strays.length > 0) {
    rmSync(target, { recursive: true });
    throw new Error(
      `${entry} imports ${strays.join(", ")}, but its sources are in ${folders.join("/, ")}/ alone: an edit elsewhere would go unnoticed.`,
    );
  }
}

function removeOld(home, current) {
  for (const name of readdirSync(home)) {
    const folder = join(home, name);
    if (folder === current || statSync(folder).mtimeMs > Date.now() - kept) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The program as one file of JavaScript, made again when a source changed. Loading sixty files through a
 * hook that transpiles takes seconds; it would look at every file of every package, too.
 *
 * @param {string} root the checkout
 * @param {{ home: string, folders: readonly string[], entry: string }} sources
 * @returns {{ file: string, built: boolean }} the file, and whether it had to be made
 */
function bundle(root, sources = program) {
  const home = join(root, ".trireme", sources.home);
  const target = join(home, contentKey(root, sources.folders));
  const file = join(target, "index.js");
  if (existsSync(file)) return { file, built: false };
  const partial = `${target}.${process.pid}`;
  build(root, partial, sources);
  try {
    renameSync(partial, target);
  } catch (error) {
    // Another run was faster; what it made is the same.
    rmSync(partial, { recursive: true });
    if (!existsSync(file)) throw error;
  }
  removeOld(home, target);
  return { file, built: true };
}

module.exports = { bundle };
