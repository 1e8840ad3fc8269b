import { Resolver } from "node:dns/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerOf, eventually, execIn } from "../docker/engine";
import { thorough } from "../production/support/thorough";
import { Ledger } from "./support/ledger";

// Where no registry answers, Consul is built from Go modules, which takes minutes.
describe.runIf(thorough)("a Consul", () => {
  const registry = new Ledger("registry-e2e", "registry");
  /** What a script of the consumer prints. */
  const node = async (script: string): Promise<string> => {
    const { code, output } = await execIn(await containerOf(registry.stack, "client"), [
      "node",
      "-e",
      script,
    ]);
    expect(code, output).toBe(0);
    return output.trim();
  };
  /** What Consul answers the consumer, asked as Node.js asks DNS. */
  const asked = (kind: string, name: string) =>
    node(`const { lookup, Resolver } = require("node:dns").promises;
      (async () => {
        const [host, port] = process.env.CONSUL_DNS_ADDR.split(":");
        const resolver = new Resolver();
        resolver.setServers([(await lookup(host)).address + ":" + port]);
        console.log(JSON.stringify(await resolver.resolve("${name}", "${kind}").catch(({ code }) => code)));
      })()`);

  beforeAll(async () => {
    const { code, output } = await registry.up();
    expect(code, output).toBe(0);
    await node(`fetch(process.env.CONSUL_HTTP_ADDR + "/v1/agent/service/register", {
      method: "PUT",
      body: JSON.stringify({ Name: "billing", ID: "billing-1", Address: "198.51.100.7", Port: 8080 }),
    }).then(({ status }) => process.exit(status === 200 ? 0 : 1))`);
  });

  afterAll(() => registry.remove());

  it("answers its consumers' DNS with what registered, by the address that they are given", async () => {
    expect(await node("console.log(process.env.CONSUL_DNS_ADDR)")).toBe("names:8600");
    // The agent tells its server a moment later.
    await eventually("the service is known", async () =>
      (await asked("A", "billing.service.consul")).includes("198.51.100.7") ? true : undefined,
    );
    expect(await asked("A", "billing.service.consul")).toBe('["198.51.100.7"]');
    expect(JSON.parse(await asked("SRV", "billing.service.consul"))).toMatchObject([{ port: 8080 }]);
    expect(await asked("A", "nobody.service.consul")).toBe('"ENOTFOUND"');
  });

  it("answers over TCP as well", async () => {
    // A question for type A of billing.service.consul, with its length before it.
    expect(
      await node(`const [host, port] = process.env.CONSUL_DNS_ADDR.split(":");
        const name = ["billing", "service", "consul"].map((each) => String.fromCharCode(each.length) + each).join("") + "\\0";
        const question = Buffer.concat([Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), Buffer.from(name), Buffer.from([0, 1, 0, 1])]);
        const socket = require("node:net").connect(port, host);
        socket.write(Buffer.concat([Buffer.from([0, question.length]), question]));
        socket.once("data", (answer) => { console.log(answer.readUInt16BE(8), [...answer.subarray(-4)].join(".")); socket.end(); });`),
    ).toBe("1 198.51.100.7");
  });

  it("answers on the host's port, over UDP and TCP", async () => {
    const resolver = new Resolver();
    resolver.setServers(["127.0.0.1:18600"]);
    expect(await resolver.resolve4("billing.service.consul")).toEqual(["198.51.100.7"]);
    const opened = Object.keys(
      (await (await containerOf(registry.stack, "names", "store")).inspect()).NetworkSettings.Ports,
    );
    expect(opened).toEqual(expect.arrayContaining(["8600/tcp", "8600/udp"]));
  });

  it("changes nothing when it is deployed again", async () => {
    const { code, output } = await registry.checkout.pulumi(
      ...["preview", "--stack", registry.stack, "--expect-no-changes"],
    );
    expect(code, output).toBe(0);
  });
});
