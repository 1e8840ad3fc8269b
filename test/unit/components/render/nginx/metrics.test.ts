import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { renderNginx } from "../../../../../components/render/nginx";
import { metricsScript } from "../../../../../components/render/nginx/metrics-script";
import { proxy } from "../../../../support/valid";

const { tls: _, https: __, ...plain } = proxy;
const options = {
  upstreams: {
    api: { servers: ["1.api"], port: 8000 },
    "api.admin": { servers: ["1.api"], port: 9000 },
    web: { servers: ["1.web"], port: 3000 },
  },
  folder: "/live",
  listen: 8080,
  internal: 8081,
  logs: "json",
} as const;

interface Request {
  readonly variables: Readonly<Record<string, string>>;
  readonly headersOut?: Record<string, string>;
  readonly return?: (status: number, text: string) => void;
}
interface Script {
  readonly count: (request: Request) => string;
  readonly show: (request: Request) => void;
}

/** The script with a shared memory of its own, as nginx would run it. */
function running(): { count: (variables: Request["variables"]) => void; shown: () => string } {
  const memory = new Map<string, number>();
  const requests = {
    incr: (key: string, by: number, from: number) => memory.set(key, (memory.get(key) ?? from) + by),
    get: (key: string) => memory.get(key),
    keys: () => [...memory.keys()],
  };
  const script = metricsScript(["api", "web"]).replace("export default", "result =");
  const context = { ngx: { shared: { requests }, log: () => undefined, ERR: 4 }, result: undefined };
  runInNewContext(script, context);
  const { count, show } = context.result as unknown as Script;
  return {
    count: (variables) => void count({ variables }),
    shown: () => {
      let text = "";
      show({ variables: {}, headersOut: {}, return: (_status, given) => (text = given) });
      return text;
    },
  };
}

describe("nginx counts requests", () => {
  it("only where Prometheus asks: nothing changes for others", () => {
    const without = renderNginx(plain, options);
    expect(Object.keys(without)).not.toContain("gateway/metrics.js");
    expect(without["nginx.conf"]).not.toMatch(/js_|9145/);
    const measured = renderNginx(plain, { ...options, measured: true });
    expect(measured["nginx.conf"]).toContain("listen 9145;");
    expect(measured["nginx.conf"]?.match(/load_module/g)).toHaveLength(1);
    expect(measured["gateway/metrics.js"]).toContain('const services = ["api","web"];');
  });

  it("loads its module once where tokens are checked too", () => {
    const gateway = { jwt: { paths: ["/api/"], issuer: "shop" } };
    const { "nginx.conf": text = "" } = renderNginx({ ...plain, gateway }, { ...options, measured: true });
    expect(text.match(/load_module/g)).toHaveLength(1);
  });

  it("by service and status, with the usual failures from the start, so that the first one is a rise", () => {
    const { count, shown } = running();
    for (const status of ["404", "503"])
      expect(shown()).toContain(`proxy_requests_total{service="web",status="${status}"} 0\n`);
    const answered = { upstream_header_time: "0.020", upstream_response_time: "0.030" };
    count({ ...answered, counted_service: "api", status: "200" });
    count({ ...answered, counted_service: "api", status: "200" });
    count({ counted_service: "-", status: "429" });
    const text = shown();
    expect(text).toContain('proxy_requests_total{service="api",status="200"} 2\n');
    expect(text).toContain('proxy_requests_total{status="429"} 1\n');
    expect(text).toContain('_bucket{service="api",le="0.01"} 0\n');
    expect(text).toContain('_bucket{service="api",le="0.025"} 2\n');
    expect(text).toContain('_bucket{service="api",le="+Inf"} 2\n');
    expect(text).toContain('_sum{service="api"} 0.04\n');
  });

  it.each([
    ["both tries of a request", "0.200, 0.300", "0.200, 0.400", 0.5],
    ["a try in vain until it was given up", "-, 0.100", "2.000, 0.100", 2.1],
    ["a service that never answered", "-", "60.000", 60],
  ])("the time of %s", (_name, begun, ended, sum) => {
    const { count, shown } = running();
    const variables = { upstream_header_time: begun, upstream_response_time: ended };
    count({ ...variables, counted_service: "web", status: "200" });
    expect(shown()).toContain(`_sum{service="web"} ${sum}\n`);
  });
});
