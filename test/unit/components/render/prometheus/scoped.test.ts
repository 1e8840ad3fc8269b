import { describe, expect, it } from "vitest";
import { scoped } from "../../../../../components/render/prometheus/scoped";

const shop = (expr: string): string => scoped(expr, 'namespace="shop"');

describe("PromQL for one system among many", () => {
  it.each([
    ["up == 0", 'up{namespace="shop"} == 0'],
    ['{__name__=~"up|down"}', '{__name__=~"up|down",namespace="shop"}'],
    ['up{} or up{service="api",}', 'up{namespace="shop"} or up{service="api",namespace="shop"}'],
    [
      'sum by (le, service) (rate(a_bucket{code=~"5.."}[5m])) / ignoring(le) group_left(job) sum(rate(b_count[5m] offset 1h))',
      'sum by (le, service) (rate(a_bucket{code=~"5..",namespace="shop"}[5m])) / ignoring(le) group_left(job) sum(rate(b_count{namespace="shop"}[5m] offset 1h))',
    ],
    [
      "sum(rate(a[1m])) without (instance) > bool 1e3",
      'sum(rate(a{namespace="shop"}[1m])) without (instance) > bool 1e3',
    ],
    [
      'label_replace(up, "by", "$1", "job", "(.+)") and on () vector(1) unless absent(up{job=\'a}"\'})',
      'label_replace(up{namespace="shop"}, "by", "$1", "job", "(.+)") and on () vector(1) unless absent(up{job=\'a}"\',namespace="shop"})',
    ],
    [
      "time() - a:b:rate5m > 0x10 or a @ end() > Inf # up\nor max_over_time(c[1h:5m]) > 10",
      'time() - a:b:rate5m{namespace="shop"} > 0x10 or a{namespace="shop"} @ end() > Inf # up\nor max_over_time(c{namespace="shop"}[1h:5m]) > 10',
    ],
  ])("%s", (given, made) => {
    expect(shop(given)).toBe(made);
  });
});
