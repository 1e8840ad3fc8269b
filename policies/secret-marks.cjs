const { createRequire } = require("node:module");

/**
 * Lets policies see which values are secret. The engine says so, but the SDK takes the marks away before a policy that
 * only checks is asked; it leaves them for policies that change resources, by this same function's second argument.
 *
 * @param {NodeJS.Require} load from where the policy SDK is found
 */
function keepSecretMarks(load = require) {
  const sdk = createRequire(load.resolve("@pulumi/policy"));
  const module = sdk("./deserialize");
  const { deserializeProperties } = module;
  if (typeof deserializeProperties !== "function" || deserializeProperties.length !== 2)
    throw new Error(
      "This release of @pulumi/policy hands properties over in another way: policies could not tell secrets from plain text. Install the release that package-lock.json names.",
    );
  // The SDK reads a resource's properties again for each policy; all of them only look.
  const read = new WeakMap();
  module.deserializeProperties = (properties) => {
    if (!read.has(properties)) read.set(properties, deserializeProperties(properties, true));
    return read.get(properties);
  };
}

module.exports = { keepSecretMarks };
