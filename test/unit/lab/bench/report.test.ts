import { describe, expect, it } from "vitest";
import { figures, verdict, withFigures, type Result } from "../../../../lab/bench/report";
import { sampleOf } from "../../../../lab/bench/statistics";

const timing = (title: string, ...seconds: number[]) => ({ title, seconds: sampleOf(seconds) });
const grown = (services: number, seconds: number, mebibytes: number) => ({
  services,
  resources: 4 * services,
  seconds: sampleOf([seconds]),
  mebibytes: sampleOf([mebibytes]),
});

const result: Result = {
  circumstances: ["a machine"],
  preview: [timing("ours", 3, 2, 4), timing("empty TypeScript program", 2, 2, 1)],
  checked: timing("ours, checked", 3.6),
  up: [timing("ours", 6), timing("empty TypeScript program", 4)],
  compose: timing("`docker compose up -d`", 1.5),
  footprints: [
    {
      title: "preview: ours",
      footprint: { wholeMebibytes: 400.4, program: { mebibytes: 130.6, cpuSeconds: 2 } },
    },
    { title: "compose", footprint: { wholeMebibytes: undefined, program: undefined } },
  ],
  growth: [grown(0, 1, 100), grown(200, 3, 300), grown(1000, 11, 1100)],
};

describe("the figures", () => {
  const text = figures(result);

  it("give medians with their range and the ratio to each that ours is compared with", () => {
    expect(text).toContain("| ours | 3.00 s | 2.00–4.00 | 1.50 | 2.00 |");
    expect(text).toContain("| ours | 6.00 s | 6.00–6.00 | 1.50 | 4.00 |");
  });

  it("tell what the policies cost", () => {
    expect(text).toContain("With the policy pack ours takes 3.60 s: 1.20 times as long.");
  });

  it("leave a gap where nothing could be measured", () => {
    expect(text).toContain("| preview: ours | 131 MiB | 2.00 s | 400 MiB |");
    expect(text).toContain("| compose | – | – | – |");
  });

  it("check the growth", () => {
    expect(text).toContain("Time above the base grows with exponent 1.00: linear");
    expect(text).toContain("Memory above the base grows with exponent 1.00: linear");
  });
});

describe("the verdict on a growth", () => {
  it("names what is more than linear", () => {
    const quadratic = [grown(0, 0, 0), grown(200, 0.4, 0), grown(1000, 10, 0)];
    expect(verdict("Time", quadratic, ({ seconds: { median } }) => median)).toContain(
      "exponent 2.00: **more than linear**",
    );
  });

  it("does not make an exponent up", () => {
    expect(verdict("Time", [grown(0, 1, 1)], ({ seconds: { median } }) => median)).toContain("too little");
  });
});

describe("the document", () => {
  it("keeps what people wrote around the figures", () => {
    const first = withFigures("# Benchmarks\n\nWhy.\n", "one");
    const again = withFigures(`${first}\n## What we saw\n`, "two");
    expect(first).toContain("Why.");
    expect(again).toContain("Why.");
    expect(again).toContain("two");
    expect(again).not.toContain("one");
    expect(again).toContain("## What we saw");
  });
});
