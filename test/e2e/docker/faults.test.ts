import { afterEach, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "./checkout";
import { containerOf, eventually, execIn } from "./engine";
import { ports } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));
const api = `http://127.0.0.1:${ports.http}/api/v1/items`;

async function addItem(name: string): Promise<void> {
  const response = await fetch(api, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(201);
}

async function items(): Promise<string> {
  return (await fetch(api)).text();
}

function failures({ output }: Outcome): readonly string[] {
  return output.split("\n").filter((line) => line.startsWith("✗"));
}

/** Waits until there is nothing to complain of; fails with what it was last. */
async function untilFine(what: string, complaint: () => Promise<string>): Promise<void> {
  let last = "";
  await eventually(what, async () => {
    last = await complaint();
    return last === "" ? true : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; the last: ${last}`);
  });
}

async function healthyAgain(): Promise<void> {
  await untilFine("the health endpoint does not answer 200", async () => {
    const response = await fetch(`http://127.0.0.1:${ports.http}/health`, {
      signal: AbortSignal.timeout(5_000),
    });
    return response.status === 200 ? "" : `${response.status} ${await response.text()}`;
  });
}

describe("verify", () => {
  afterEach(async () => {
    const fixed = await checkout().trireme(
      "up",
      "e2e",
      "--yes",
      "--skip-preview",
      "--rerun",
      "proxy",
      "--rerun",
      "migrate",
    );
    expect(fixed.code, fixed.output).toBe(0);
    await healthyAgain();
  });

  it("names a stopped Redis, a dropped table and a replaced proxy configuration, and nothing without cause", async () => {
    const before = await checkout().trireme("verify", "e2e");
    expect(failures(before)).toEqual([]);
    expect(before.code).toBe(0);

    await (await containerOf("e2e", "redis", "store")).stop({ t: 5 });
    const db = await containerOf("e2e", "db", "store");
    await execIn(db, ["psql", "-U", "syfthub", "-d", "syfthub_dev", "-c", "drop table alembic_version"]);
    const proxy = await containerOf("e2e", "proxy", "proxy");
    const replace = "cd /var/cache/nginx && (cat nginx.conf; echo '# mine') > mine && mv -f mine nginx.conf";
    expect((await execIn(proxy, ["sh", "-c", replace])).code).toBe(0);

    const after = await checkout().trireme("verify", "e2e");
    expect(after.code).toBe(1);
    const named = failures(after).map((line) => line.split(":")[0]);
    expect(named).toContain("✗ redis is running and healthy");
    expect(named).toContain("✗ the database has the migration's table alembic_version");
    expect(named).toContain("✗ proxy serves the configuration that was rolled out");
  });
});

describe("after a fault the data is intact and the stack is healthy again", () => {
  it("by itself, when the backend's process is killed", async () => {
    await addItem("before the kill");
    const backend = await containerOf("e2e", "backend");
    const { State } = await backend.inspect();
    process.kill(State.Pid, "SIGKILL");
    await eventually("the engine did not restart the backend", async () =>
      (await backend.inspect()).State.Pid !== State.Pid && (await backend.inspect()).State.Running
        ? true
        : undefined,
    );
    await healthyAgain();
    expect(await items()).toContain("before the kill");
  });

  it("after one up, when containers are removed by hand", async () => {
    await addItem("before the removal");
    for (const [part, role] of [
      ["backend", "service"],
      ["db", "store"],
      ["proxy", "proxy"],
    ] as const)
      await (await containerOf("e2e", part, role)).remove({ force: true });
    const { code, output } = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
    await healthyAgain();
    expect(await items()).toContain("before the removal");
    // What was made again answers before the checks of those that missed it have run again.
    await untilFine("verify finds faults", async () =>
      failures(await checkout().trireme("verify", "e2e")).join("\n"),
    );
  });
});
