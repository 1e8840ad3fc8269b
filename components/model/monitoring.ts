import type { SecretRef } from "./ref";
import type { Publish } from "./service";
import type { Duration } from "./values/units";

export interface Alert {
  /** CamelCase name, e.g. `HighErrorRate`. */
  readonly name: string;
  /** PromQL that is non-empty while the alert holds. */
  readonly expr: string;
  /** How long it must hold. */
  readonly for: Duration;
  readonly severity: "critical" | "warning" | "info";
  readonly summary: string;
  readonly description?: string;
}

export interface Panel {
  readonly title: string;
  readonly expr: string;
  /** Grafana unit. @default "short" */
  readonly unit?: "short" | "s" | "reqps" | "percentunit" | "bytes";
}

export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Where alerts go; the secret holds the webhook or the key. */
export type Receiver =
  | { readonly type: "slack"; readonly webhook: SecretRef; readonly channel: string }
  | { readonly type: "pagerduty"; readonly serviceKey: SecretRef }
  | { readonly type: "email"; readonly to: string };

export interface Monitoring {
  /** Scrape of every service that has `metrics`, and of the stores; label `service` holds the name of either. */
  readonly metrics?: { readonly interval: Duration; readonly retention: Duration };
  readonly alerts: readonly Alert[];
  readonly dashboards?: readonly Dashboard[];
  readonly receivers?: readonly Receiver[];
  readonly logs?: { readonly retention: Duration };
  /**
   * Traces by OpenTelemetry into Jaeger. Every service finds the collector in `OTEL_EXPORTER_OTLP_ENDPOINT`
   * and its own name in `OTEL_SERVICE_NAME`.
   */
  readonly tracing?: { readonly retention: Duration };
  /** Host and container metrics (node-exporter, cAdvisor). @default false */
  readonly hostMetrics?: boolean;
  /** Host ports of the user interfaces; development only. */
  readonly publish?: Readonly<
    Partial<Record<"grafana" | "prometheus" | "alertmanager" | "loki" | "jaeger", Publish>>
  >;
}
