import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { providerSchema, services } from "../../../../../components/aws/provider.args";
import { awsReport } from "../../../../../lab/bench/aws/report";
import { ledTo } from "../../../../../lab/bench/aws/scene";
import { providerAt } from "../../../../../lab/tools/aws-endpoint";
import { sampleOf } from "../../../../../lab/bench/statistics";

describe("the figures of AWS", () => {
  const footprint = { wholeMebibytes: 900.4, program: { mebibytes: 200.6, cpuSeconds: 9 } };
  const text = awsReport(["a machine"], {
    resources: 315,
    preview: [
      { title: "ours", seconds: sampleOf([9, 8, 10]) },
      { title: "empty", seconds: sampleOf([6]) },
    ],
    footprints: [{ title: "ours", footprint }],
  });

  it("give times as ratios to the empty program's", () => {
    expect(text).toContain("| ours | 9.00 s | 8.00–10.00 | 1.50 |");
    expect(text).toContain("| empty | 6.00 s | 6.00–6.00 | 1.00 |");
    expect(text).toContain("315 resources");
  });

  it("give the memory of each", () => {
    expect(text).toContain("| ours | 201 MiB | 900 MiB |");
  });
});

describe("the configuration that is measured", () => {
  it("has settings of the provider that a stack may have", () => {
    const settings = providerAt("http://127.0.0.1:1");
    expect(providerSchema.parse(settings)).toEqual(settings);
    expect(Object.keys(settings.endpoints ?? {}).sort()).toEqual([...services].sort());
  });

  it("is the shipped one, led to the server", () => {
    const shipped =
      "config:\n  trireme:system: shop\n  trireme:aws:\n    # of the account\n    region: eu-west-1\n";
    expect(parse(ledTo("http://127.0.0.1:1", shipped))).toEqual({
      config: {
        "trireme:system": "shop",
        "trireme:aws": { region: "eu-west-1", provider: providerAt("http://127.0.0.1:1") },
      },
    });
  });
});
