import { expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { engine } from "../docker/engine";
import { atLeast } from "../../../cli/preflight/checks";

it("tells of every demand of the reference whether the host meets it, through the engine alone", async () => {
  const production = inject("production");
  const { code, output } = await Checkout.at(production.folder).trireme("preflight", production.stack);
  const lines = output.split("\n").filter((line) => /^[✓✗]/.test(line));
  const { Version } = await engine().version();
  expect(lines.map((line) => line.replace(/^[✓✗] /, ""))).toEqual([
    expect.stringMatching(/^engine \S+ \(24\.0 or newer is required\)/),
    expect.stringMatching(/^\d+ CPUs \(2 are required\)/),
    expect.stringMatching(/^[\d.]+ GB of memory \(4 GB are required, 8 GB recommended\)/),
    expect.stringMatching(/^[\d.]+ GB of disk \(50 GB are required\)/),
    expect.stringMatching(/^[\d.]+ GB of [\d.]+ GB are free where the engine keeps its data/),
    expect.stringMatching(
      /^0 of the stack's \d+ networks have to be created, and the engine's address pools have room/,
    ),
    `port ${production.http} (ingress.http.port) is this stack's already`,
    `port ${production.https} (ingress.https.port) is this stack's already`,
  ]);
  expect(lines[0]?.startsWith("✓")).toBe(atLeast(Version, "24.0"));
  expect(code).toBe(lines.some((line) => line.startsWith("✗")) ? 1 : 0);
});
