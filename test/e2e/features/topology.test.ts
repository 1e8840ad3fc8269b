import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
const third = "duo-third";
const components = ["brain", "index"];

/** Runs a script of Node.js on this host, with a value as `process.argv[1]`. */
function node(script: string, value: string): string {
  return execFileSync(process.execPath, ["-e", script, value], { encoding: "utf8" });
}

/** What a gate answers to an HTTP request for a component, of who has a certificate and its key or none; asked from the host of the other side. */
function answerOf(
  at: { readonly host: string; readonly port: number },
  way: Parameters<typeof nameAtGate>[0],
  proof: { readonly cert?: string; readonly key?: string } = {},
): string {
  const options = { ...at, ...proof, servername: nameAtGate(way), rejectUnauthorized: false };
  const script = `const say = (text) => { process.stdout.write(text); process.exit(); };
    const socket = require("node:tls").connect(JSON.parse(process.argv[1]));
    socket.on("secureConnect", () => socket.write("GET / HTTP/1.0\\r\\n\\r\\n"));
    socket.on("data", (data) => say(data.toString()));
    socket.on("error", ({ message }) => say(message));
    socket.on("close", () => say("closed"));`;
  const value = JSON.stringify(options);
  return at.host === other.address ? node(script, value) : other.node(script, value);
}

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
    elsewhere: {
      [stack]: { components, address: other.address },
      // Never brought up: what it would be told is enough to come as it.
      [third]: { components: ["scribe"], address: other.address, port: 7445 },
    },
    gate: { ...gate, address: other.peer },
  });
  describeStack(stack, `  trireme:host: ${other.host}\n`, {
    of: { stack: duo.stack, components, address: other.peer },
    // This machine has the main stack's gate at the same port, which is not in the way of an engine in another network.
    gate,
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

  it("lets nobody in without proof", () => {
    const answer = answerOf({ host: other.address, port: 7443 }, { component: "brain", port: 8000 });
    expect(answer).toMatch(/certificate required/);
  });

  it("lets each stack to what it uses alone, by a certificate of its own", async () => {
    /** As whom a stack comes, from what the main one tells it. */
    const proofOf = async (name: string): Promise<{ cert: string; key: string }> => {
      const { output } = await duo.checkout.pulumi(
        ...["stack", "output", `join-${name}`, "--show-secrets", "--stack", duo.stack],
      );
      const told = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1)) as Record<
        string,
        string
      >;
      expect(told["secret.stack-gate.privateKey"]).toBeUndefined();
      return {
        cert: told["secret.stack-gate-part.publicKey"] ?? "",
        key: told["secret.stack-gate-part.privateKey"] ?? "",
      };
    };
    const at = { host: other.peer, port: 7443 };
    const [far, scribe] = [await proofOf(stack), await proofOf(third)];
    const front = { component: "front", port: 8080 };
    const memory = { component: "memory", port: 6379 };
    expect(answerOf(at, front, scribe)).toMatch(/^HTTP\/1\.[01] /);
    // Redis refuses what is no command of its own, so that it says something at all.
    expect(answerOf(at, memory, far)).toMatch(/^-/);
    expect(answerOf(at, front, far)).toBe("closed");
    expect(answerOf(at, memory, scribe)).toBe("closed");
    // A part's own gate is the main stack's alone.
    expect(answerOf({ host: other.address, port: 7443 }, { component: "brain", port: 8000 }, scribe)).toMatch(
      /unknown ca|certificate/i,
    );
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
