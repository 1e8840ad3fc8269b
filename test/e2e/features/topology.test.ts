import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelNames } from "../../../components/model";
import { nameAtGate } from "../../../components/render/relay";
import { root } from "../../support/sources";
import { containerOf, execIn } from "../docker/engine";
import { Ledger } from "./support/ledger";
import { SecondEngine } from "./support/second-engine";

/** Two stacks of one system, each on an engine of its own. */
const duo = new Ledger("duo-main", "duo");
const other = new SecondEngine(1);
const stack = "duo-far";
const components = ["brain", "index"];

function describeStack(name: string, extra: string, topology: object): void {
  duo.checkout.write(
    `Pulumi.${name}.yaml`,
    `config:
  trireme:system: duo
  trireme:environment: development
  trireme:target: docker
  trireme:images: registry
  trireme:imageRepository: registry.example.com/duo
  trireme:imageTag: "1"
${extra}  trireme:settings: ${JSON.stringify({ topology })}
`,
  );
  duo.checkout.commit(`Pulumi.${name}.yaml`);
}

/** A script in a container of the other engine. */
function there(component: string, script: string): string {
  const id = other.docker("ps", "-q", "--filter", `label=${labelNames.component}=${component}`).trim();
  return other.docker("exec", id, "sh", "-c", script).trim();
}

/** A command for the Redis that a variable names, `redis://:password@host:port`. */
function ask(variable: string, command: string): string {
  return `rest=\${${variable}#redis://:}; at=\${rest#*@}
    REDISCLI_AUTH=\${rest%%@*} redis-cli -h \${at%%:*} ${command}`;
}

async function here(component: string, script: string): Promise<{ code: number; output: string }> {
  return await execIn(await containerOf(duo.stack, component), ["sh", "-c", script]);
}

beforeAll(async () => {
  await other.start();
  const substitutes = JSON.parse(readFileSync(join(root, ".trireme", "images.json"), "utf8")) as Record<
    string,
    string
  >;
  const all = Object.values(substitutes);
  other.copyImages(
    all.filter((name) => /\/(redis|haproxy|busybox):/.test(name)),
    all,
  );
  const gate = { from: [`${other.peer}/30`] };
  describeStack(duo.stack, "", {
    elsewhere: { [stack]: { components, address: other.address, port: 7444 } },
    gate: { ...gate, address: other.peer },
  });
  describeStack(stack, `  trireme:host: ${other.host}\n`, {
    of: { stack: duo.stack, components, address: other.peer },
    // The host ports of an engine behind a socket are looked for on this machine.
    gate: { ...gate, port: 7444 },
  });
  const main = await duo.up();
  expect(main.code, main.output).toBe(0);
  const far = await duo.checkout.trireme("up", stack, "--yes", "--skip-preview");
  expect(far.code, far.output).toBe(0);
});

afterAll(async () => {
  const { code, output } = await duo.checkout.trireme("destroy", stack, "--yes", "--skip-preview");
  await other.stop();
  await duo.remove();
  expect(code, output).toBe(0);
});

describe("a system on two engines", () => {
  const tools = "/run/trireme/tools/busybox";

  it("runs each component where its stack says", async () => {
    const names = other
      .docker("ps", "--format", `{{.Label "${labelNames.component}"}}`)
      .split("\n")
      .filter(Boolean);
    expect(names.sort()).toEqual(["brain", "index", "memory-relay", "stack-gate"]);
    await expect(containerOf(duo.stack, "index", "store")).rejects.toThrow();
  });

  it("reaches services and stores of the other side by the names and passwords that it knows", async () => {
    const asked = await here("front", `${tools} wget -qO- "$BRAIN_URL"`);
    expect(asked.output).toContain("thinks of memory-relay");
    await here("front", ask("MEMORY_URL", "set word here"));
    expect(there("brain", ask("MEMORY_URL", "get word"))).toBe("here");
    there("brain", ask("INDEX_URL", "set word there"));
    expect((await here("front", ask("INDEX_URL", "get word"))).output.trim()).toBe("there");
  });

  it("lets nobody in without proof", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect({
        host: other.address,
        port: 7444,
        servername: nameAtGate({ component: "brain", port: 8000 }),
        rejectUnauthorized: false,
      });
      socket.on("secureConnect", () => socket.write("GET / HTTP/1.0\r\n\r\n"));
      socket.on("data", (data: Buffer) => resolve(data.toString()));
      socket.on("error", ({ message }: Error) => resolve(message));
      socket.on("end", () => resolve("closed"));
    });
    expect(answer).toMatch(/certificate required/);
  });

  it("changes nothing when both are looked at again, and is well", async () => {
    for (const one of [duo.stack, stack]) {
      const preview = await duo.checkout.trireme("preview", one, "--expect-no-changes");
      expect(preview.code, preview.output).toBe(0);
      const verified = await duo.checkout.trireme("verify", one);
      expect(verified.code, verified.output).toBe(0);
    }
  });
});
