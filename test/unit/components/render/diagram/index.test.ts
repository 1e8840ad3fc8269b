import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgesOf } from "../../../../../components/model";
import { renderMermaid, renderSvg } from "../../../../../components/render/diagram";
import { contentOf } from "../../../../../components/render/diagram/content";
import { layout } from "../../../../../components/render/diagram/layout";
import { textWidth } from "../../../../../components/render/diagram/text";
import { systems } from "../../../../../stacks/systems";
import { anySystem } from "../../../../support/arbitrary";
import { syfthubDevelopment } from "../../../../support/syfthub";

const environments = ["development", "production"] as const;
const every = Object.entries(systems).flatMap(([name, describeSystem]) =>
  environments.map((environment) => ({
    title: `${name} in ${environment}`,
    system: describeSystem({
      name: environment,
      domain: "example.com",
      repository: "ghcr.io/team/app",
      tag: "1",
      replicas: 2,
      ports: {},
    }),
  })),
);

/** Every tag that is opened is closed, in order. */
function balanced(xml: string): boolean {
  const open: string[] = [];
  for (const [, close, name = "", rest = ""] of xml.matchAll(/<(\/?)([A-Za-z][\w-]*)([^>]*)>/g)) {
    if (close === "/") {
      if (open.pop() !== name) return false;
    } else if (!rest.endsWith("/")) open.push(name);
  }
  return open.length === 0;
}

function overlap(
  a: { x: number; y: number; width: number; height: number },
  b: { x: number; y: number; width: number; height: number },
): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe("the diagram", () => {
  it("of the README is what is drawn today", async () => {
    const committed = readFileSync("docs/images/syfthub-dev.svg", "utf8");
    expect(await renderSvg(syfthubDevelopment)).toBe(committed);
  });

  // Widths that DejaVu Sans itself gives: the widest font that viewers have in the place of Helvetica.
  it.each([
    ["aggregator", 15, true, 94.9],
    ["frontend", 15, true, 73.7],
    ["notification-dispatcher", 15, true, 193.5],
    ["/.well-known/oauth-authorization-server/mcp", 12.5, false, 281.4],
    ["host 127.0.0.1:5432", 11, false, 111.4],
    ["connection, in the colour of its private network", 12.5, false, 293.2],
  ] as const)("leaves room for %s at %d px in the widest font", (text, size, bold, width) => {
    const measured = textWidth(text, size, bold);
    expect(measured).toBeGreaterThanOrEqual(width);
    expect(measured).toBeLessThan(width * 1.1);
  });

  it.each(every)("shows each part and each connection of $title once", ({ system }) => {
    const { boxes, links } = contentOf(system);
    const names = boxes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        ...system.services.map(({ name }) => name),
        ...system.stores.map(({ name }) => name),
        ...system.jobs.map(({ name }) => name),
      ]),
    );
    const drawn = links.filter(({ kind }) => kind === "connection").map(({ from, to }) => `${from} ${to}`);
    expect([...drawn].sort()).toEqual(
      edgesOf(system)
        .map(({ from, to }) => `${from} ${to}`)
        .sort(),
    );
  });

  it.each(every)("of $title is well-formed and names every route", async ({ system }) => {
    const picture = await renderSvg(system);
    expect(balanced(picture)).toBe(true);
    for (const { path } of system.ingress?.routes ?? []) expect(picture).toContain(`>${path}<`);
  });

  it.each(every)("of $title has no box upon another", async ({ system }) => {
    const { boxes } = await layout(system);
    const clashes = boxes.flatMap((a, index) =>
      boxes.slice(index + 1).flatMap((b) => (overlap(a, b) ? [`${a.box.name} ${b.box.name}`] : [])),
    );
    expect(clashes).toEqual([]);
  });

  it("has no box upon another in any system", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anySystem, async (system) => {
        const { boxes } = await layout(system);
        for (const [index, a] of boxes.entries())
          for (const b of boxes.slice(index + 1)) expect(overlap(a, b)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it("is the same text for the same system", async () => {
    expect(await renderSvg(syfthubDevelopment)).toBe(await renderSvg(syfthubDevelopment));
    expect(renderMermaid(syfthubDevelopment)).toBe(renderMermaid(syfthubDevelopment));
  });

  it("is a Mermaid flow chart as well, with a line for each connection", () => {
    const chart = renderMermaid(syfthubDevelopment);
    expect(chart).toMatch(/^(?:---[\s\S]*?---\s*)?flowchart LR/);
    for (const { name } of [...syfthubDevelopment.services, ...syfthubDevelopment.stores])
      expect(chart).toContain(name);
  });
});
