import { consul, dnsAddress, service, system, type Environment, type System } from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a Consul, and of who registers with it and asks its DNS. */
function registry(env: Environment): System {
  const names = consul("names", { version: "1.21", dns: { port: 18600 } });
  const client = service("client", {
    image: { name: "client", reference: "node:22-alpine" },
    env: { CONSUL_HTTP_ADDR: names.url, CONSUL_DNS_ADDR: dnsAddress(names) },
    user: 1000,
    command: ["node", "-e", "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1e6)"],
  });
  return system("registry", env, { services: [client], stores: [names] });
}

export default defineSystem({
  name: "registry",
  title: "Registry",
  summary: "a Consul of the tests",
  system: registry,
});
