import { stringify } from "yaml";
import type { Duration } from "../../model";
import { promDuration } from "../prometheus/duration";

/** Where Jaeger keeps traces and answers. */
export interface JaegerOptions {
  readonly folder: string;
  readonly retention: Duration;
  readonly ports: {
    readonly ui: number;
    readonly grpc: number;
    readonly health: number;
    readonly metrics: number;
  };
}

/** A Go duration knows no days. */
function hours(retention: Duration): string {
  const text = promDuration(retention);
  return text.endsWith("d") ? `${Number(text.slice(0, -1)) * 24}h` : text;
}

/** Jaeger 2 with Badger (https://www.jaegertracing.io/docs/2.11/storage/badger/): a collector of OpenTelemetry with a store and pages. */
export function renderJaeger({ folder, retention, ports }: JaegerOptions): string {
  return stringify(
    {
      extensions: {
        healthcheckv2: { use_v2: true, http: { endpoint: `0.0.0.0:${ports.health}` } },
        jaeger_storage: {
          backends: {
            main: {
              badger: {
                directories: { keys: `${folder}/keys`, values: `${folder}/values` },
                ephemeral: false,
                ttl: { spans: hours(retention) },
              },
            },
          },
        },
        jaeger_query: {
          storage: { traces: "main" },
          http: { endpoint: `0.0.0.0:${ports.ui}` },
        },
      },
      receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${ports.grpc}` } } } },
      processors: { batch: {} },
      exporters: { jaeger_storage_exporter: { trace_storage: "main" } },
      service: {
        extensions: ["healthcheckv2", "jaeger_storage", "jaeger_query"],
        pipelines: {
          traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["jaeger_storage_exporter"] },
        },
        telemetry: {
          metrics: {
            readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: ports.metrics } } } }],
          },
        },
      },
    },
    { lineWidth: 0 },
  );
}
