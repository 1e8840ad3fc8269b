import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderCollector, type CollectorOptions } from "../../../../components/render/telemetry/collector";
import { renderJaeger } from "../../../../components/render/telemetry/jaeger";
import { renderLoki } from "../../../../components/render/telemetry/loki";
import { plain } from "../../../support/plain";

type Section = Readonly<Record<string, unknown>>;
interface Configuration {
  readonly extensions: Section;
  readonly receivers: Section;
  readonly processors: Section;
  readonly exporters: Section;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<
      Record<string, Readonly<Record<"receivers" | "processors" | "exporters", readonly string[]>>>
    >;
  };
}

const ports = { grpc: 4317, http: 4318, health: 13_133, metrics: 8888 };
const logs = (engine: "loki" | "victoria-logs"): NonNullable<CollectorOptions["logs"]> => ({
  folder: "/logs",
  stack: "shop-production",
  labels: { stack: "dev.trireme.stack", component: "dev.trireme.part" },
  to: { engine, url: "http://store:1" },
});
const collector = (options: Partial<CollectorOptions>): Configuration =>
  parse(plain(renderCollector({ ports, state: "/state", ...options }))) as Configuration;

/** What a pipeline or the service names and nobody describes, and what is described and nobody names. */
function loose({ extensions, receivers, processors, exporters, service }: Configuration): readonly string[] {
  const pipelines = Object.values(service.pipelines);
  const pairs: readonly (readonly [Section, readonly string[]])[] = [
    [extensions, service.extensions],
    [receivers, pipelines.flatMap((one) => one.receivers)],
    [processors, pipelines.flatMap((one) => one.processors)],
    [exporters, pipelines.flatMap((one) => one.exporters)],
  ];
  return pairs.flatMap(([described, named]) => [
    ...Object.keys(described).filter((name) => !named.includes(name)),
    ...named.filter((name) => !Object.hasOwn(described, name)),
  ]);
}

describe("the collector's configuration", () => {
  it.each<[string, Partial<CollectorOptions>, readonly string[]]>([
    ["logs", { logs: logs("loki") }, ["logs"]],
    ["traces", { traces: "jaeger:4317" }, ["traces"]],
    ["both", { logs: logs("loki"), traces: "jaeger:4317" }, ["logs", "traces"]],
  ])("of %s names what it describes, and nothing else", (_, options, pipelines) => {
    const configuration = collector(options);
    expect(loose(configuration)).toEqual([]);
    expect(Object.keys(configuration.service.pipelines).sort()).toEqual(pipelines);
  });

  it("reads of a node the pods of one namespace, and knows whose a line is by what its pod is called", () => {
    const { receivers } = collector({
      logs: { folder: "/var/log/pods", namespace: "shop", to: { engine: "loki", url: "http://store:1" } },
    });
    const { include, operators } = receivers["file_log"] as {
      readonly include: readonly string[];
      readonly operators: readonly { readonly type: string; readonly regex?: string }[];
    };
    expect(include).toEqual(["/var/log/pods/shop_*/*/*.log"]);
    const [first, second] = operators;
    expect(first).toEqual({ type: "container" });
    // The collector reads `$$` as `$`, and Go's expressions name groups with a P.
    const form = new RegExp((second?.regex ?? "").replace("$$", "$").replace("?P<", "?<"));
    const component = (pod: string) => form.exec(pod)?.groups?.["component"];
    expect(
      ["api-7bc955bd94-68nm6", "my-api-7bc955bd94-68nm6", "db-0", "sweep-29934053-fl9db"].map(component),
    ).toEqual(["api", "my-api", "db", "sweep"]);
    expect(component("by-hand")).toBeUndefined();
  });

  it("sends logs to the place where each store takes OTLP", () => {
    expect(collector({ logs: logs("loki") }).exporters).toMatchObject({
      otlp_http: { logs_endpoint: "http://store:1/otlp/v1/logs" },
    });
    expect(collector({ logs: logs("victoria-logs") }).exporters).toMatchObject({
      otlp_http: { logs_endpoint: "http://store:1/insert/opentelemetry/v1/logs" },
    });
  });

  it("takes the lines of its own stack alone", () => {
    const { file_log } = collector({ logs: logs("loki") }).receivers as {
      file_log: { operators: readonly { type: string; expr?: string }[] };
    };
    expect(file_log.operators.find(({ type }) => type === "filter")?.expr).toBe(
      'attributes.attrs == nil or attributes.attrs["dev.trireme.stack"] != "shop-production"',
    );
  });
});

it("Jaeger's configuration names what it describes, keeps traces on its volume, and days in hours", () => {
  const configuration = parse(
    renderJaeger({ folder: "/badger", retention: "7d", ports: { ...ports, ui: 16_686 } }),
  ) as Configuration;
  expect(loose(configuration)).toEqual([]);
  expect(configuration.extensions.jaeger_storage).toMatchObject({
    backends: { main: { badger: { directories: { keys: "/badger/keys" }, ttl: { spans: "168h" } } } },
  });
});

it("Loki keeps logs on its volume, for as long as it is told, and deletes them then", () => {
  expect(parse(renderLoki({ folder: "/loki", port: 3100, retention: "30d" }))).toMatchObject({
    auth_enabled: false,
    common: { path_prefix: "/loki" },
    compactor: { retention_enabled: true, delete_request_store: "filesystem" },
    limits_config: { retention_period: "30d", allow_structured_metadata: true },
  });
});
