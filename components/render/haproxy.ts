/** HAProxy's user in the official image (https://github.com/docker-library/haproxy). */
export const haproxyUser = "99:99";

/** Where HAProxy finds its file. */
export const haproxyFile = "/usr/local/etc/haproxy/haproxy.cfg";

/** Asks the engine's name service where a container is, as often as that may change. */
export const engineNames = `# The engine gives a container that was made again another address.
resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 1s
  hold valid 1s
`;

/** Defaults of TCP connections that live long. */
export const longConnections = `  # Consumers keep connections that they do not use.
  timeout client 24h
  timeout server 24h
  option clitcpka
  option srvtcpka
  option redispatch 1
  retries 3
`;
