// Where Pulumi starts the program. Plain JavaScript, because nothing can read TypeScript yet; each step
// saves time that a person would wait at every preview (figures: docs/benchmarks.md).
const { dirname } = require("node:path");
const { bundle } = require("./bundle.cjs");
const { deferSdkModules } = require("./deferred.cjs");
const { spareTracesOfPromises } = require("./traces.cjs");

deferSdkModules();
spareTracesOfPromises();
module.exports = require(bundle(dirname(dirname(module.path))).file);
