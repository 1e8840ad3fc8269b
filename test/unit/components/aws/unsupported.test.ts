import { describe, expect, it } from "vitest";
import { beyondAws } from "../../../../components/aws/unsupported";
import type { GivenSettings } from "../../../../components/aws/settings";
import {
  ingress,
  job,
  postgres,
  route,
  service,
  system,
  type Autoscale,
  type Monitoring,
  type System,
  type Alert,
} from "../../../../components/model";
import { environmentOn, patient, settingsOn, systemOn } from "../../../support/aws";

const production = environmentOn("production", "shop");
const ecr = (name: string) => ({
  name,
  reference: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop-${name}:v1`,
});
const api = service("api", { image: ecr("api"), port: 8000, env: {} });

function entry(more: Partial<Parameters<typeof ingress>[1]> = {}) {
  return ingress("proxy", {
    version: "1.30",
    hosts: ["shop.example.com"],
    http: { port: 80 },
    https: { port: 443 },
    tls: { mode: "self-signed" },
    routes: [route("/", api)],
    ...more,
  });
}

function refused(one: System, changes: Partial<GivenSettings> = {}): readonly string[] {
  return beyondAws(one, settingsOn("production", changes)).map(({ path, message }) => `${path}: ${message}`);
}

const shop = (more: Parameters<typeof system>[2] = {}) =>
  system("shop", production, { services: [api], ingress: entry(), ...more });

describe("what AWS does not do is refused before anything is made:", () => {
  it("nothing, where all is well", () => {
    expect(refused(shop())).toEqual([]);
  });

  it("silence that CloudFront does not allow, unless the operator knows of it", () => {
    const hub = systemOn("syfthub", "production");
    const behind: GivenSettings["ingress"] = { kind: "cloudfront" };
    expect(refused(hub, { ingress: behind })).toHaveLength(3);
    expect(refused(hub, { ingress: behind })[0]).toBe(
      'ingress.routes[6] "/mcp": may be silent for 300 s, and CloudFront allows 120 s; have the service send something at least that often (a comment in an event stream, a ping of a WebSocket) and say so: set trireme:aws.ingress.readTimeout to 120, or trireme:aws.ingress.kind to proxy or balancer',
    );
    expect(refused(hub, { ingress: { kind: "proxy", front: "cloudfront" } })[0]).toMatch(
      /, or trireme:aws.ingress.front to none$/,
    );
    expect(refused(hub)).toEqual([]);
    expect(refused(hub, { ingress: patient })).toEqual([]);
  });

  it("silence that the load balancer does not allow, unless the operator knows of it", () => {
    const sockets = shop({ ingress: entry({ routes: [route("/", api, { websocket: { idle: "1d" } })] }) });
    const told = (kind: string) =>
      `ingress.routes[0] "/": may be silent for 86400 s, and the load balancer allows 4000 s; have the service send something at least that often (a comment in an event stream, a ping of a WebSocket) and say so: set ${kind}trireme:aws.ingress.readTimeout to 4000, or lower its idle time`;
    expect(refused(sockets)).toEqual([told("trireme:aws.ingress.kind to proxy and ")]);
    expect(refused(sockets, { ingress: { kind: "balancer" } })).toEqual([told("")]);
    for (const kind of ["balancer", "proxy"] as const)
      expect(refused(sockets, { ingress: { kind, readTimeout: 4000 } })).toEqual([]);
    expect(refused(sockets, { ingress: { kind: "proxy", front: "cloudfront", readTimeout: 300 } })).toEqual([
      "aws.ingress.readTimeout: 300 s are more than CloudFront allows, which gives up on an answer that is silent for 120 s; set it to 120 or less, or trireme:aws.ingress.front to none",
    ]);
  });

  it("files without CloudFront", () => {
    expect(refused(systemOn("simplr", "production"), { ingress: { kind: "balancer" } })).toEqual([
      'ingress.routes[2] "/static/": a load balancer serves no files; set trireme:aws.ingress.kind to proxy or cloudfront',
      "ingress.headers: a load balancer cannot set Referrer-Policy; set trireme:aws.ingress.kind to proxy or cloudfront",
      'ingress.routes[2] "/static/".headers: a load balancer has one set of headers for all; set trireme:aws.ingress.kind to proxy or cloudfront',
    ]);
  });

  it("one name for two distributions", () => {
    const failover = { role: "primary", path: "/health" } as const;
    expect(refused(shop(), { failover, ingress: { kind: "cloudfront" } })).toEqual([
      "aws.failover: a name belongs to one distribution of CloudFront, so two stacks cannot answer for it; set trireme:aws.ingress.kind to proxy or balancer in both",
    ]);
    expect(refused(shop(), { failover })).toEqual([]);
  });

  it("a certificate that nobody can prove", () => {
    expect(refused(shop(), { hostedZone: undefined })).toEqual([
      "aws.hostedZone: is missing: the certificate of shop.example.com is validated by DNS. Set it: pulumi config set --path aws.hostedZone Z…; or name a certificate that exists: aws.certificate",
    ]);
  });

  it("images that a closed part cannot pull, unless ECR caches them", () => {
    const closed = shop({
      services: [
        service("api", { image: { name: "api", reference: "ghcr.io/acme/api:v1" }, port: 8000, env: {} }),
      ],
    });
    expect(refused(closed)).toEqual([
      'services.api.image: is pulled from ghcr.io, which "api" cannot reach; push it to ECR (trireme:imageRepository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/…), or have ECR fetch it: set trireme:aws.registries["ghcr.io"] to a login',
    ]);
    expect(refused(closed, { registries: { "ghcr.io": { user: "acme", token: "t" } } })).toEqual([]);
  });

  it("a job that calls a service", () => {
    const called = job("seed", { image: ecr("seed"), env: { API: api.url }, run: "release" });
    expect(refused(shop({ jobs: [called] }))).toEqual([
      "jobs.seed.env: names service api, and a task that runs once has no Service Connect to find it by; call it through the ingress",
    ]);
  });

  it("limits without a firewall, tokens, another authority, and no way out in production", () => {
    const limited = entry({
      limits: [{ name: "api", requests: 1, per: "second" }],
      routes: [route("/", api, { limit: { zone: "api", burst: 1 } })],
      gateway: { corsOrigins: ["https://shop.example.com"] },
      tls: { mode: "lets-encrypt", email: "ops@example.com", server: "https://acme.example.com/directory" },
    });
    const sizes = { waf: false, nat: "none" } as const;
    const always = [
      "ingress.tls.server: AWS issues the certificate, and no other authority can; remove settings.tls",
      "aws.sizes.nat: in production tasks run in private subnets, which need a NAT gateway to reach the internet; set trireme:aws.sizes.nat to single or per-zone",
    ];
    expect(refused(shop({ ingress: limited }), { sizes })).toEqual(always);
    expect(refused(shop({ ingress: limited }), { sizes, ingress: { kind: "cloudfront" } })).toEqual([
      "ingress.gateway: the load balancer does not check tokens, origins or addresses; set trireme:aws.ingress.kind to proxy, or do so in the services and leave gateway out",
      "aws.sizes.waf: AWS WAF enforces the limits of routes; set trireme:aws.sizes.waf to true, or set trireme:aws.ingress.kind to proxy",
      "ingress.tls.server: AWS issues the certificate, and no other authority can; remove settings.tls",
      "aws.sizes.nat: in production tasks run in private subnets, which need a NAT gateway to reach the internet; set trireme:aws.sizes.nat to single or per-zone",
    ]);
  });
});

describe("what AWS has another way for is refused, not dropped:", () => {
  const monitored = (more: Partial<Monitoring>) =>
    refused(shop({ monitoring: { alerts: [], ...more } })).map((text) => text.split(";")[0]);
  const bounded = { settings: { worker_connections: "64" } };

  it("another engine of the ingress, and its settings", () => {
    expect(refused(shop({ ingress: entry({ engine: "kong", settings: { nginx_workers: "2" } }) }))).toEqual([
      "ingress.engine: on AWS our nginx or the load balancer takes requests, not kong; set settings.ingress.engine to nginx",
      "ingress.settings: the load balancer has no setting nginx_workers; set trireme:aws.ingress.kind to proxy, or leave it out",
    ]);
    expect(refused(shop({ ingress: entry({ engine: "nginx", ...bounded }) }))).toEqual([]);
  });

  it("requests of an autoscaler that nobody counts", () => {
    const scaled = (more: Partial<Autoscale>) =>
      refused(
        shop({
          services: [api, { ...api, name: "worker", autoscale: { min: 1, max: 3, cpu: 70, ...more } }],
        }),
      );
    expect(scaled({ requestsPerSecond: 10 })).toEqual([
      'services.worker.autoscale.requestsPerSecond: the ingress counts requests, and no route leads to "worker"; aim at cpu or memory',
    ]);
    expect(scaled({ scaleUp: { percent: 50, period: "60s", stabilization: "30s" } })).toEqual([]);
  });

  it("addresses of a host, of which there is none", () => {
    const own = { port: 80, address: "127.0.0.1" };
    expect(refused(shop({ ingress: entry({ http: own, https: own }) }))).toEqual([
      "ingress.http.address: a load balancer has addresses of its own; leave address out",
      "ingress.https.address: a load balancer has addresses of its own; leave address out",
    ]);
    const publish = (address: string) => ({ main: { port: 8000, address } });
    const published = (address: string) =>
      refused(shop({ services: [service("api", { ...api, publish: publish(address) })] }));
    expect(published("0.0.0.0")).toEqual([
      "services.api.publish.main.address: the command that forwards the port listens on 127.0.0.1 alone, not on 0.0.0.0; leave address out",
    ]);
    expect(published("127.0.0.1")).toEqual([]);
    const grafana = { port: 3000, address: "0.0.0.0" };
    expect(monitored({ publish: { grafana }, metrics: { interval: "15s", retention: "15d" } })).toEqual([
      "monitoring.publish.grafana.address: the command that forwards the port listens on 127.0.0.1 alone, not on 0.0.0.0",
    ]);
  });

  it("GPUs of a job", () => {
    const train = job("train", {
      image: ecr("train"),
      env: {},
      run: "release",
      resources: {
        cpu: { request: 1, limit: 1 },
        memory: { request: "1Gi", limit: "1Gi" },
        gpus: 1,
      },
    });
    expect(refused(shop({ jobs: [train] }))).toEqual([
      "jobs.train.resources.gpus: a task that runs once runs on Fargate, which has no GPUs; leave gpus out, or use them in a service",
    ]);
  });

  it("a forward to a store that no service uses, and so no task leads to", () => {
    const db = postgres("db", { version: "16", database: "shop", user: "shop", publish: { port: 5432 } });
    const used = service("api", { ...api, env: { URL: db.url } });
    expect(refused(shop({ stores: [db] }))).toEqual([
      'stores.db.publish: a port is forwarded through a task of a service that uses the store, and none uses "db"; leave publish out',
    ]);
    expect(refused(shop({ stores: [db], services: [used] }))).toEqual([]);
  });

  it("an authority of the operator's own", () => {
    const tls = { mode: "lets-encrypt", email: "ops@example.com" } as const;
    expect(refused(shop({ ingress: entry({ tls }) }))).toEqual([]);
    expect(refused(shop({ ingress: entry({ tls: { ...tls, caCertificate: "PEM" } }) }))).toEqual([
      "ingress.tls.caCertificate: AWS issues the certificate, and no other authority can; remove settings.tls",
    ]);
  });

  it("another address of a page that AWS's console has, and what is kept longer than AWS can", () => {
    expect(
      monitored({
        tracing: { retention: "31d" },
        hostMetrics: true,
        publish: { grafana: { port: 3000 }, jaeger: { port: 16_686, address: "0.0.0.0" } },
        metrics: { interval: "15s", retention: "500d" },
        logs: { retention: "2000d" },
      }),
    ).toEqual([
      "monitoring.publish.jaeger.address: AWS's console shows it, and nothing listens on 0.0.0.0",
      "monitoring.metrics.retention: is 500d, and CloudWatch keeps metrics for 455d",
      "monitoring.tracing.retention: is 31d, and X-Ray keeps traces for 30d",
      "monitoring.logs.retention: is 2000d, and the AWS target keeps logs for at most 1096d",
    ]);
    expect(monitored({ hostMetrics: false, publish: {}, logs: { retention: "30d" } })).toEqual([]);
  });

  it("panels and alerts of series that nobody writes there, and PromQL without metrics", () => {
    const metrics = { interval: "15s", retention: "15d" } as const;
    const panels = [
      { title: "Agents", expr: "sum(agents_running)" },
      { title: "Load", expr: "max(node_load1)" },
      { title: "Requests", expr: "sum(rate(http_requests_total[5m]))" },
    ];
    const alert: Alert = {
      name: "Full",
      expr: "min(kubelet_volume_stats_available_bytes) < 5",
      for: "5m",
      severity: "warning",
      summary: "Full",
    };
    const dashboards = [{ title: "Shop", panels }];
    expect(
      monitored({ metrics, alerts: [alert], dashboards }).map((text) => text?.split(": nothing")[0]),
    ).toEqual([
      'monitoring.alerts.Full: "min(kubelet_volume_stats_available_bytes) < 5" would never hold',
      'monitoring.dashboards.Shop.Load: "max(node_load1)" would stay empty',
    ]);
    expect(monitored({ dashboards: [{ title: "Shop", panels: panels.slice(0, 1) }] })).toEqual([
      "monitoring.dashboards.Shop: Prometheus is asked for it, which runs where there are metrics",
    ]);
  });
});
