// Where Pulumi starts the policy pack. Plain JavaScript, because nothing can read TypeScript yet.
const { dirname } = require("node:path");
const { bundle } = require("../stacks/start/bundle.cjs");
const { deferSdkModules } = require("../stacks/start/deferred.cjs");
const { keepSecretMarks } = require("./secret-marks.cjs");

// The SDK reads the pack's version from the package.json of the folder it runs in.
process.chdir(__dirname);
deferSdkModules();
keepSecretMarks();
module.exports = require(
  bundle(dirname(__dirname), { home: "pack", folders: ["policies"], entry: "policies/index.ts" }).file,
);
