// Where the bootstrap starts the command. Plain JavaScript, because nothing can read TypeScript yet.
const { dirname } = require("node:path");
const { bundle } = require("../stacks/start/bundle.cjs");

const folders = ["cli", "components", "lab", "policies", "setup", "stacks", "test/support"];
// An unexpected error names the lines of the sources.
process.setSourceMapsEnabled(true);
require(bundle(dirname(__dirname), { home: "command", folders, entry: "cli/main.ts" }).file);
