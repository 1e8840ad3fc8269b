import { afterAll, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "./checkout";
import { leftovers } from "./engine";

const checkout = (): Checkout => Checkout.at(inject("checkout"));

async function up(file: string): Promise<Outcome> {
  checkout().write("Pulumi.wrong.yaml", file);
  return checkout().trireme("up", "wrong", "--yes", "--skip-preview");
}

describe("errors in a stack's file", () => {
  afterAll(async () => {
    await checkout().trireme("destroy", "wrong", "--yes", "--skip-preview", "--remove");
  });

  it.each([
    [
      "a wrong word, a port out of range and an unknown key, all at once",
      "config:\n  trireme:system: syfthub\n  trireme:environment: prod\n  trireme:target: docker\n  trireme:settings: { ports: { http: 99999 } }\n  trireme:imageTagg: x\n",
      [
        'trireme:environment is "prod"',
        "trireme:settings.ports.http is 99999",
        "trireme:imageTagg is not a setting",
      ],
    ],
    [
      "a service that the system does not have and two components on one host port",
      "config:\n  trireme:system: syfthub\n  trireme:environment: development\n  trireme:target: docker\n  trireme:settings: { ports: { http: 15999, db: 15999 }, services: { web: { replicas: 2 } } }\n",
      ["settings.services.web", "2 components publish port 15999 of the host"],
    ],
    [
      "a checkout that does not exist",
      "config:\n  trireme:system: syfthub\n  trireme:environment: development\n  trireme:target: docker\n  trireme:sources: ../nowhere\n  trireme:settings: { ports: { http: 15997, db: 15998 } }\n",
      ['image "backend" is built from', "which does not exist"],
    ],
  ])("are named before anything is made: %s", async (_what, file, messages) => {
    const { code, output } = await up(file);
    expect(code).not.toBe(0);
    for (const message of messages) expect(output).toContain(message);
    expect(output).toContain("nothing was created");
    expect(output).not.toMatch(/\n\s+at .*\.(ts|js):\d+/);
    expect(await leftovers("wrong")).toEqual([]);
  });
});
