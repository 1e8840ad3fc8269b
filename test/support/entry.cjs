// For programs that a test starts with NODE_OPTIONS: leads connections to a name's ports to those of a mock on loopback.
const { Socket } = require("node:net");

/** `{ host, ports: { 443: 12345 } }` */
const { host, ports } = JSON.parse(process.env.TRIREME_TEST_ENTRY);
const { connect } = Socket.prototype;

Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const port = options?.host === host ? ports[options.port] : undefined;
  if (port !== undefined) Object.assign(options, { host: "127.0.0.1", port });
  return connect.apply(this, args);
};
