const { createRequire } = require("node:module");

/**
 * Modules that the SDK loads at its start for one purpose, serialising functions, which this program has no
 * use for: the TypeScript compiler and npm's package tree. They are two thirds of the SDK's loading time.
 */
const modules = ["./typescript-shim", "@npmcli/arborist"];

/**
 * Stands for a module and loads it when something is asked of it.
 *
 * @param {() => object} load
 */
function deferred(load) {
  return new Proxy(
    {},
    {
      // An importer that saw no ES module would copy the exports, and thereby load it.
      get: (_, key) => (key === "__esModule" ? true : key === "default" ? load() : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}

/** Puts off loading what the SDK only needs for serialising functions until it does that. */
function deferSdkModules() {
  const sdk = createRequire(require.resolve("@pulumi/pulumi"));
  for (const name of modules) {
    let path;
    try {
      path = sdk.resolve(name);
    } catch {
      // Another release of the SDK may do without it.
      continue;
    }
    if (require.cache[path]) continue;
    let real;
    const load = () => {
      if (real === undefined) {
        delete require.cache[path];
        real = sdk(path);
      }
      return real;
    };
    require.cache[path] = { id: path, filename: path, loaded: true, children: [], exports: deferred(load) };
  }
}

module.exports = { deferSdkModules };
