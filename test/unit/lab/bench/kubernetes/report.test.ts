import { describe, expect, it } from "vitest";
import { clusterFigures, clusterReport } from "../../../../../lab/bench/kubernetes/report";
import { withFigures } from "../../../../../lab/bench/report";
import { sampleOf } from "../../../../../lab/bench/statistics";

const timing = (title: string, ...seconds: number[]) => ({ title, seconds: sampleOf(seconds) });
const text = clusterReport(["a machine"], {
  services: 10,
  objects: 70,
  creation: { ours: 30, kubectl: 20, applied: 2 },
  preview: [timing("ours", 3, 2, 4), timing("kubectl's", 1.5)],
  up: [timing("ours", 6), timing("kubectl's", 2)],
  large: {
    services: 500,
    seconds: 12.34,
    footprint: { wholeMebibytes: 900.4, program: { mebibytes: 400.6, cpuSeconds: 9 } },
  },
});

describe("the figures of a cluster", () => {
  it("give times as ratios to kubectl's", () => {
    expect(text).toContain("| `pulumi up`: applied in order, each awaited | 30.0 s | 1.50 |");
    expect(text).toContain("| `kubectl apply` alone | 2.0 s | 0.10 |");
    expect(text).toContain("| ours | 3.00 s | 2.00–4.00 | 2.00 |");
    expect(text).toContain("| kubectl's | 2.00 s | 2.00–2.00 | 1.00 |");
    expect(text).toContain("10 services: 70 objects");
  });

  it("give time and memory of a large preview", () => {
    expect(text).toContain("| 500 services | 12.3 s | 401 MiB | 900 MiB |");
  });

  it("stand in the document between marks of their own", () => {
    const both = withFigures(withFigures("# Benchmarks\n", "engine"), text, clusterFigures);
    const again = withFigures(both, "new", clusterFigures);
    expect(both).toContain(text);
    expect(again).not.toContain(text);
    expect(again).toContain("engine");
    expect(again).toContain(`${clusterFigures.begin}\n\nnew\n\n${clusterFigures.end}`);
  });
});
