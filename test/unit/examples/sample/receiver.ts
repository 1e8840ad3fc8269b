import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
}

interface Batch {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Sent[] }[];
  }[];
}

/** Takes OTLP over HTTP, and says of each span which service sent it. */
export async function receiver(status = 200) {
  const spans: (Sent & { readonly service: string | undefined })[] = [];
  let asked = 0;
  const server = createServer((request, answer) => {
    let body = "";
    request
      .on("data", (data: Buffer) => (body += data.toString()))
      .on("end", () => {
        asked += 1;
        expect(request.url).toBe("/v1/traces");
        expect(request.headers["content-type"]).toBe("application/json");
        for (const { resource, scopeSpans } of (JSON.parse(body) as Batch).resourceSpans) {
          const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue;
          spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))));
        }
        answer.writeHead(status).end("{}");
      });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { spans, url: `http://127.0.0.1:${port}`, asked: () => asked };
}
