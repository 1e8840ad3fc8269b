/** The function of the SDK that takes a stack trace of each promise, for its detector of leaked ones. */
const taker = "debuggablePromise";

/**
 * Spares the stack traces that nobody reads: looking up their TypeScript lines took a third of the program's
 * time. Errors keep theirs, and with `PULUMI_DEBUG_PROMISE_LEAKS`, which prints them, so do promises.
 */
function spareTracesOfPromises() {
  const mapped = Error.prepareStackTrace;
  if (mapped === undefined || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  Error.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === taker ? String(error) : mapped(error, frames);
}

module.exports = { spareTracesOfPromises };
