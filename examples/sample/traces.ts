import { randomBytes } from "node:crypto";
import type { Contract } from "../../stacks/systems/sample";
import type { Log } from "./log";
import type { Environment } from "./settings";

/** Where a span belongs: its trace, itself, and whether it is recorded (https://www.w3.org/TR/trace-context/). */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** One request that a service answered or made, or one job. */
export interface Span {
  readonly context: SpanContext;
  /** What to send to a service that is called on its behalf. */
  readonly traceparent: string;
  end(name: string, outcome: { readonly failed: boolean; readonly attributes: Attributes }): void;
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
/** Paths that whatever looks after the service asks every few seconds: traces of that would hide the others. */
export function untraced({ healthPath }: Pick<Contract, "healthPath">): ReadonlySet<string> {
  return new Set([healthPath, "/ready", "/live", "/metrics"]);
}

const zeros = /^0+$/;

/** The context that a `traceparent` header names; undefined where it is none. */
export function parseTraceparent(header: string | undefined): SpanContext | undefined {
  const [, version = "ff", traceId = "", spanId = "", flags = "00", rest = ""] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header ?? "") ?? [];
  const known = version !== "ff" && (version !== "00" || rest === "");
  if (!known || zeros.test(traceId) || zeros.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function traceparentOf({ traceId, spanId, sampled }: SpanContext): string {
  return `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;
}

/** Milliseconds between two deliveries of spans. */
const everyMs = 1000;
/** Milliseconds that the receiver may take. */
const patience = 5000;
/** Spans that wait while the receiver does not answer; those after them are lost. */
const mostWaiting = 2048;

/**
 * Records spans and sends them in batches by OTLP over HTTP in JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp-request) to
 * `OTEL_EXPORTER_OTLP_ENDPOINT`; without it contexts are handed on all the same, and nothing is sent.
 */
export class Tracer {
  private waiting: object[] = [];
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly url: string | undefined;
  private readonly service: string;
  private readonly since = Date.now() - performance.now();
  private lost = false;

  constructor(
    environment: Environment,
    role: string,
    private readonly version: string,
    private readonly log: Log,
  ) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = "", OTEL_SERVICE_NAME: name = "" } = environment;
    this.service = name === "" ? role : name;
    if (endpoint === "") return;
    this.url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
    this.timer = setInterval(() => void this.flush(), everyMs).unref();
  }

  /** @param parent of the span; absent where a trace begins */
  start(kind: keyof typeof kinds, parent?: SpanContext): Span {
    const context: SpanContext = {
      traceId: parent?.traceId ?? randomBytes(16).toString("hex"),
      spanId: randomBytes(8).toString("hex"),
      sampled: parent?.sampled ?? true,
    };
    const began = performance.now();
    return {
      context,
      traceparent: traceparentOf(context),
      end: (name, { failed, attributes }) => {
        if (this.url === undefined || !context.sampled || this.waiting.length >= mostWaiting) return;
        this.waiting.push({
          traceId: context.traceId,
          spanId: context.spanId,
          ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
          name,
          kind: kinds[kind],
          startTimeUnixNano: this.nanoseconds(began),
          endTimeUnixNano: this.nanoseconds(performance.now()),
          attributes: attributesOf(attributes),
          status: failed ? { code: 2 } : {},
        });
      },
    };
  }

  /** Records a piece of work, and whether it fails. */
  async during<T>(
    {
      kind,
      name,
      parent,
      attributes = {},
    }: {
      readonly kind: keyof typeof kinds;
      readonly name: string;
      readonly parent?: SpanContext | undefined;
      readonly attributes?: Attributes;
    },
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = this.start(kind, parent);
    try {
      const result = await work(span);
      span.end(name, { failed: false, attributes });
      return result;
    } catch (error) {
      const type = error instanceof Error ? error.message : String(error);
      span.end(name, { failed: true, attributes: { ...attributes, "error.type": type } });
      throw error;
    }
  }

  /** Sends what waits. Never rejects: a service works without whoever reads its traces. */
  async flush(): Promise<void> {
    if (this.url === undefined || this.waiting.length === 0) return;
    const spans = this.waiting;
    this.waiting = [];
    const attributes = attributesOf({ "service.name": this.service, "service.version": this.version });
    const body = {
      resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: "sample" }, spans }] }],
    };
    try {
      const { ok, status } = await fetch(this.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
      });
      if (!ok) throw new Error(`it answered ${status}`);
      this.lost = false;
    } catch (error) {
      // Once, not each second, until one is taken again.
      if (!this.lost)
        this.log("warning", "traces.lost", { spans: spans.length, error: (error as Error).message });
      this.lost = true;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private nanoseconds(at: number): string {
    return `${Math.round((this.since + at) * 1000)}000`;
  }
}

function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return { key, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } };
  });
}
