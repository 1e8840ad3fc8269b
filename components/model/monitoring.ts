import type { SecretRef } from "./ref";
import type { Publish } from "./service";
import type { Signal } from "./signal";
import type { Duration } from "./values/units";

/** A condition that someone is told of. */
export interface Alert {
  /**
   * CamelCase name, unique in the system.
   * @example "HighErrorRate"
   */
  readonly name: string;
  /**
   * A signal, which every target measures in its own way: {@link errorRate}, {@link latency}, {@link down} and others. Or PromQL that is
   * non-empty while the alert holds, for what the application alone measures.
   * @example errorRate({ above: 0.05, over: "5m" })
   */
  readonly expr: Signal | string;
  /**
   * How long it must hold before someone is told; `"0s"` for at once.
   * @example "5m"
   */
  readonly for: Duration;
  /**
   * How soon a person must act: now, today or when there is time.
   * @example "critical"
   */
  readonly severity: "critical" | "warning" | "info";
  /**
   * What is wrong, in one sentence.
   * @example "More than one request per second fails"
   */
  readonly summary: string;
  /**
   * What to look at and to do.
   * @default none
   * @example "Look at the newest release first: trireme logs shop-production api"
   */
  readonly description?: string;
}

/** One graph of a dashboard. */
export interface Panel {
  /**
   * Heading of the graph.
   * @example "Requests"
   */
  readonly title: string;
  /**
   * PromQL of what is drawn.
   * @example "sum by (path) (rate(requests_total[5m]))"
   */
  readonly expr: string;
  /**
   * Unit as Grafana calls it.
   * @default "short"
   * @example "reqps"
   */
  readonly unit?: "short" | "s" | "reqps" | "percentunit" | "bytes";
}

/** A page of graphs. */
export interface Dashboard {
  /**
   * Heading of the page.
   * @example "Shop"
   */
  readonly title: string;
  /**
   * Its graphs, in their order.
   * @example [{ title: "Requests", expr: "sum(rate(requests_total[5m]))", unit: "reqps" }]
   */
  readonly panels: readonly Panel[];
}

/** Where alerts go; the secret holds the webhook or the key. */
export type Receiver =
  | {
      /**
       * A channel of Slack.
       * @example "slack"
       */
      readonly type: "slack";
      /**
       * Secret with the URL of the incoming webhook.
       * @example slack.value
       */
      readonly webhook: SecretRef;
      /**
       * The channel.
       * @example "#alerts"
       */
      readonly channel: string;
    }
  | {
      /**
       * A service of PagerDuty.
       * @example "pagerduty"
       */
      readonly type: "pagerduty";
      /**
       * Secret with the integration key of the service.
       * @example pager.value
       */
      readonly serviceKey: SecretRef;
    }
  | {
      /**
       * A mailbox.
       * @example "email"
       */
      readonly type: "email";
      /**
       * Its address.
       * @example "oncall@example.com"
       */
      readonly to: string;
      /**
       * The server that sends the mail, on targets without a service of their own for it: Docker asks for it, AWS refuses it.
       * @default the target's own
       * @example { host: "smtp.example.com", from: "alerts@example.com", user: "alerts", password: smtp.value }
       */
      readonly smtp?: Smtp;
    };

/** A server that sends mail. */
export interface Smtp {
  /**
   * Its name.
   * @example "smtp.example.com"
   */
  readonly host: string;
  /**
   * Its port, 1 to 65535.
   * @default 587
   * @example 465
   */
  readonly port?: number;
  /**
   * Whom the mail is from.
   * @example "alerts@example.com"
   */
  readonly from: string;
  /**
   * Who logs in there.
   * @default nobody: mail is taken without it
   * @example "alerts"
   */
  readonly user?: string;
  /**
   * Secret with the user's password.
   * @default none
   * @example smtp.value
   */
  readonly password?: SecretRef;
  /**
   * Whether mail is sent over TLS alone.
   * @default true
   * @example false
   */
  readonly tls?: boolean;
}

/** What is measured and kept of a system, and who is told. */
export interface Monitoring {
  /**
   * Scrape of every service that has `metrics`, and of the stores; the label `service` holds the name of either.
   * @default no metrics
   * @example { interval: "15s", retention: "15d" }
   */
  readonly metrics?: { readonly interval: Duration; readonly retention: Duration };
  /**
   * Conditions that someone is told of.
   * @example [{ name: "ApiDown", expr: down({ of: ["api"] }), for: "1m", severity: "critical", summary: "An instance is down" }]
   */
  readonly alerts: readonly Alert[];
  /**
   * Pages of graphs.
   * @default []
   * @example [{ title: "Shop", panels: [{ title: "Requests", expr: "sum(rate(requests_total[5m]))", unit: "reqps" }] }]
   */
  readonly dashboards?: readonly Dashboard[];
  /**
   * Where alerts go.
   * @default []: they are seen in the user interfaces alone
   * @example [{ type: "slack", webhook: slack.value, channel: "#alerts" }]
   */
  readonly receivers?: readonly Receiver[];
  /**
   * Collects the logs of all containers, and keeps them so long; `engine`, what keeps them: Loki, which Grafana shows, or
   * VictoriaLogs, which needs less and has a page of its own. AWS keeps logs in CloudWatch and refuses `engine`.
   * @default not collected; `engine`: "loki"
   * @example { retention: "30d", engine: "victoria-logs" }
   */
  readonly logs?: { readonly retention: Duration; readonly engine?: "loki" | "victoria-logs" };
  /**
   * Traces by OpenTelemetry into Jaeger, on AWS into X-Ray, which keeps them for 30 days. Every service and, but for AWS, every job finds the collector in
   * `OTEL_EXPORTER_OTLP_ENDPOINT` and its own name in `OTEL_SERVICE_NAME`.
   * @default no traces
   * @example { retention: "7d" }
   */
  readonly tracing?: { readonly retention: Duration };
  /**
   * Metrics of host and containers (node-exporter, cAdvisor); on AWS of tasks and containers (Container Insights).
   * @default false
   * @example true
   */
  readonly hostMetrics?: boolean;
  /**
   * Host ports of the user interfaces. Development only: `check` refuses it in production. On AWS Grafana's is forwarded; the others are
   * pages of AWS's console, whose addresses are outputs.
   * @default none
   * @example { grafana: { port: 3000 }, prometheus: { port: 9090 } }
   */
  readonly publish?: Readonly<
    Partial<Record<"grafana" | "prometheus" | "alertmanager" | "loki" | "victoria-logs" | "jaeger", Publish>>
  >;
}
