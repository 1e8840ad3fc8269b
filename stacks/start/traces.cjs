const { createRequire } = require("node:module");

/**
 * Spares the stack traces that nobody reads: the SDK takes one of each promise, a hundred for every resource, for its
 * detector of leaked ones. Taking them, and looking up their TypeScript lines, was half of the program's time. Errors keep
 * theirs, and so do promises with `PULUMI_DEBUG_PROMISE_LEAKS`, which prints them.
 */
function spareTracesOfPromises() {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  let promises;
  try {
    promises = createRequire(require.resolve("@pulumi/pulumi"))("./runtime/debuggable");
  } catch {
    // Another release of the SDK may have it elsewhere, or nowhere.
    return;
  }
  const { debuggablePromise } = promises;
  if (typeof debuggablePromise !== "function") return;
  promises.debuggablePromise = (...args) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

module.exports = { spareTracesOfPromises };
