import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { ApiPlace, Identity } from "./client";
import { signed, type Unsigned } from "./signature";

const emptyChecksum = createHash("sha256").digest("hex");

interface Answer {
  readonly status: number;
  readonly text: string;
}

const attempts = 5;
/** Milliseconds before the first new attempt; each later one waits for twice as long. */
const firstPause = 500;

function isPassing({ status, text }: Answer): boolean {
  return status >= 500 || status === 429 || /Throttling|RequestLimitExceeded/.test(text);
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

/** The text of the first element of a name; undefined where there is none. */
export function element(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

/** What stands in each element of a name, one after another; none of them may have another of its name in it. */
export function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map(([, text = ""]) => text);
}

/** The services that are asked, as their hosts are called, and as the provider's settings call them. */
const endpointOf = {
  "application-autoscaling": "appautoscaling",
  ecr: "ecr",
  elasticache: "elasticache",
  elasticfilesystem: "efs",
  elasticloadbalancing: "elbv2",
  kafka: "kafka",
  rds: "rds",
  s3: "s3",
  ssm: "ssm",
} as const;

export type Asked = keyof typeof endpointOf;

/** Hosts that are called otherwise than the service is in a signature. */
const hosts: Readonly<Partial<Record<Asked, string>>> = { ecr: "api.ecr" };

/** AWS's APIs that are too little asked for a client of their own, by signed requests. */
export class Caller {
  constructor(
    private readonly place: ApiPlace,
    private readonly identity: () => Promise<Identity>,
  ) {}

  /**
   * @param absent what is made of the answer that there is no such thing: a change of nothing has not happened
   * @throws Error with AWS's own words, where it answers anything else, or that to a change
   */
  async ask(
    service: Asked,
    unsigned: (base: URL) => Unsigned,
    absent: "nothing" | "refused" = "nothing",
  ): Promise<string | undefined> {
    const { region, endpoints = {} } = this.place;
    const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    const base = new URL(
      endpoints[endpointOf[service]] ?? `https://${hosts[service] ?? service}.${region}.${suffix}`,
    );
    const request = unsigned(base);
    for (let attempt = 1; ; attempt += 1) {
      const { host: _, ...headers } = signed(request, await this.identity(), {
        region,
        service,
        at: new Date(),
      });
      const response = await fetch(request.url, {
        method: request.method,
        headers,
        ...(request.method === "POST" ? { body: request.body } : {}),
      });
      const answer: Answer = { status: response.status, text: await response.text() };
      if (response.ok) return answer.text;
      if (absent === "nothing" && /NotFound|NoSuchKey/.test(answer.text)) return undefined;
      if (attempt >= attempts || !isPassing(answer)) {
        const [, said] = /"[mM]essage": ?"([^"]*)"/.exec(answer.text) ?? [];
        const message = element(answer.text, "Message") ?? said ?? answer.text.slice(0, 200);
        throw new Error(`AWS answers ${answer.status} for ${service}: ${message}`);
      }
      await delay(firstPause * 2 ** (attempt - 1));
    }
  }

  /** One of the older APIs, which take a form and answer in XML. */
  query(
    service: Asked,
    version: string,
    fields: Readonly<Record<string, string>>,
    absent: "nothing" | "refused" = "nothing",
  ): Promise<string | undefined> {
    const body = new URLSearchParams({ Version: version, ...fields }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    return this.ask(service, (url) => ({ method: "POST", url, body, headers }), absent);
  }

  /** One of the newer APIs, which have a path and answer in JSON. */
  async read(service: Asked, path: string): Promise<unknown> {
    const text = await this.ask(service, (base) => ({
      method: "GET",
      url: new URL(path, base),
      body: "",
      headers: {},
    }));
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /**
   * One of those that take JSON, and the operation in a header.
   *
   * @throws Error with AWS's own words, also where there is no such thing
   */
  async json(service: Asked, target: string, fields: object): Promise<unknown> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    const body = JSON.stringify(fields);
    const text = await this.ask(service, (url) => ({ method: "POST", url, body, headers }), "refused");
    return text === undefined || text === "" ? undefined : (JSON.parse(text) as unknown);
  }

  /** What S3 has under a path, and a query; undefined where there is no such object. */
  object(path: string, query: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
    return this.ask("s3", (base) => {
      const url = new URL(path, base);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      // S3 alone wants the checksum of the body, which is empty, in a header too.
      return { method: "GET", url, body: "", headers: { "x-amz-content-sha256": emptyChecksum } };
    });
  }
}
