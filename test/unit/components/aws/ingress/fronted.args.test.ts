import { beforeAll, describe, expect, it } from "vitest";
import {
  behindFront,
  fronted,
  frontOf,
  madeFiles,
  publishedSites,
} from "../../../../../components/aws/ingress/fronted.args";
import { connectionsOf, rsa, type System } from "../../../../../components/model";
import { configurationFolder } from "../../../../../components/render/nginx";
import { givenFile } from "../../../../../components/render/proxy/proxy-task";
import { packPolicies } from "../../../../../policies/policies";
import { settingsOf, violations } from "../../../../../policies/settings";
import { deployToAws, settingsOn, systemOn } from "../../../../support/aws";
import { deploy, kindOf, type Deployment } from "../../../../support/mocks";
import { parseNginx, type Directive } from "../../../../support/nginx-conf";
import { subjectsOf } from "../../../../support/registrations";

const hub = systemOn("syfthub", "production");
const proxy = settingsOn("production", { ingress: { kind: "proxy" } });
const made = fronted(hub, proxy);

const textOf = (system: System, path: string): unknown => frontOf(system)?.files?.[givenFile(path)]?.content;
const configured = (settings: typeof proxy, system = hub): readonly Directive[] => {
  const http = parseNginx(String(textOf(fronted(system, settings), "nginx.conf"))).find(
    ({ name }) => name === "http",
  );
  return http?.block ?? [];
};
const words = (directives: readonly Directive[], name: string) =>
  directives.filter((one) => one.name === name).map((one) => one.words.join(" "));

describe("a system whose requests nginx takes", () => {
  it("has nginx as a service, to which all requests are sent, and which alone calls what routes lead to", () => {
    expect(made.ingress?.routes).toEqual([
      { match: "prefix", path: "/", to: { service: "proxy-nginx" }, timeouts: { read: "300s" } },
    ]);
    expect(made.ingress).not.toHaveProperty("headers");
    const edges = connectionsOf(made, () => []).filter(({ from }) => from.startsWith("proxy"));
    expect(edges.map(({ from, to, ports }) => `${from} ${to} ${ports.join()}`)).toEqual([
      "proxy proxy-nginx 8443",
      "proxy-nginx aggregator 8001",
      "proxy-nginx backend 8000",
      "proxy-nginx mcp 8002",
    ]);
    expect(["backend", "worker", "proxy-nginx"].map((name) => behindFront(made, name))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("is made so once, and only where that is asked for", () => {
    expect(fronted(made, proxy)).toBe(made);
    expect(fronted(hub, settingsOn("production", { ingress: { kind: "balancer" } }))).toBe(hub);
  });

  it("has another release of nginx with another configuration or release of a site, and with nothing else", () => {
    const command = (system: System) => frontOf(system)?.command;
    const site = (tag: string) => publishedSites(hub, proxy, () => `app:${tag}`);
    expect(command(fronted(hub, proxy, site("v1")))).toEqual(command(fronted(hub, proxy, site("v1"))));
    expect(command(fronted(hub, proxy, site("v2")))).not.toEqual(command(fronted(hub, proxy, site("v1"))));
    const small = { ...hub, ingress: hub.ingress === undefined ? undefined : { ...hub.ingress, gzip: [] } };
    expect(command(fronted(small as System, proxy))).not.toEqual(command(made));
  });

  it("runs as nginx's own user, leaves within what Fargate gives, and holds its configuration in memory", () => {
    expect(frontOf(made)).toMatchObject({
      user: "101:101",
      replicas: 2,
      scratch: [configurationFolder],
      drain: { deadline: "30s" },
      image: { reference: "nginx:1.30-alpine" },
    });
  });
});

describe("whom nginx believes", () => {
  it("is the load balancer by the ranges of its subnets, and its last word alone", () => {
    const http = configured(proxy);
    expect(words(http, "set_real_ip_from")).toEqual(["10.40.32.0/21", "10.40.96.0/21", "10.40.160.0/21"]);
    expect(words(http, "real_ip_header")).toEqual(["X-Forwarded-For"]);
    expect(words(http, "real_ip_recursive")).toEqual(["on"]);
  });

  it("is CloudFront's function, in whose header no client can write", () => {
    const http = configured(settingsOn("production", { ingress: { kind: "proxy", front: "cloudfront" } }));
    expect(words(http, "real_ip_header")).toEqual(["X-Trireme-Client"]);
  });

  it("is whoever connects from a private network, where the VPC is another's", () => {
    const network = {
      vpc: "vpc-0a1b2c3d4e5f67890",
      publicSubnets: ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
      privateSubnets: ["subnet-0a1b2c3d4e5f67892", "subnet-0a1b2c3d4e5f67893"],
    };
    const http = configured(settingsOn("production", { ingress: { kind: "proxy" }, network }));
    expect(words(http, "set_real_ip_from")).toContain("10.0.0.0/8");
  });

  it("keeps a connection for longer than the load balancer, and speaks no TLS itself", () => {
    const http = configured(proxy);
    expect(words(http, "keepalive_timeout")).toEqual(["310s"]);
    const listens = http
      .filter(({ name }) => name === "server")
      .flatMap(({ block = [] }) => words(block, "listen"));
    expect(listens.join()).not.toContain("ssl");
    expect(listens).toContain("8443 default_server backlog=4096");
    expect(words(http, "ssl_certificate")).toEqual([]);
  });
});

describe("the key of tokens", () => {
  it("is put into the file that nginx reads once it is known", () => {
    const gateway = {
      jwt: { paths: ["/api/"], issuer: "shop", publicKey: rsa("key", { bits: 2048 }).publicKey },
    };
    const guarded = fronted(
      { ...hub, ingress: hub.ingress === undefined ? hub.ingress : { ...hub.ingress, gateway } },
      proxy,
    );
    const path = givenFile("gateway/jwt.json");
    expect(textOf(guarded, "gateway/jwt.json")).toMatchObject({
      template: ["shop\n", { part: "publicKey" }],
    });
    expect(() => madeFiles[path]?.("shop\nno key")).toThrow("RSA public key");
  });
});

describe("what is made in an account", () => {
  let deployment: Deployment<unknown>;
  beforeAll(async () => {
    deployment = await deploy(() => deployToAws(hub, { aws: settingsOn("production") }), { stack: "prod" });
  });
  const one = (kind: string, name: string) => {
    const found = deployment.resources.find(
      (resource) => kindOf(resource.type) === kind && resource.name === name,
    );
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
    return found.inputs;
  };
  interface Container {
    readonly name: string;
    readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
    readonly stopTimeout?: number;
    readonly portMappings: readonly object[];
  }
  const containers = (name: string) =>
    JSON.parse(
      String(one("TaskDefinition", `syfthub-prod-${name}`).containerDefinitions),
    ) as readonly Container[];
  const named = (name: string, container: string) =>
    containers(name).find((found) => found.name === container);

  it("is one target group, of nginx, and one rule, which leads every request there", () => {
    const groups = deployment.resources.filter(({ type }) => kindOf(type) === "TargetGroup");
    expect(groups.map(({ inputs }) => inputs)).toMatchObject([
      {
        port: 8443,
        deregistrationDelay: 30,
        healthCheck: { path: "/.trireme/health", port: "traffic-port", matcher: "200-299" },
      },
    ]);
    const rules = deployment.resources.filter(({ type }) => kindOf(type) === "ListenerRule");
    expect(rules.map(({ inputs }) => inputs.conditions)).toEqual([[{ pathPattern: { values: ["/*"] } }]]);
    expect(deployment.resources.some(({ type }) => kindOf(type) === "Distribution")).toBe(false);
  });

  it("has nginx wait for its configuration and the sites' files", () => {
    const waits = named("proxy-nginx", "proxy-nginx")?.dependsOn;
    expect(waits?.map(({ containerName, condition }) => `${containerName} ${condition}`)).toEqual([
      "files SUCCESS",
      "sites SUCCESS",
      "site-frontend SUCCESS",
    ]);
  });

  it("tells a service to stop some time after nobody finds it any more", () => {
    expect(named("backend", "leave")).toMatchObject({
      dependsOn: [{ containerName: "backend", condition: "START" }],
      stopTimeout: 15,
    });
    expect(named("proxy-nginx", "leave")).toBeUndefined();
  });

  it("has services behind nginx found by Service Connect, as bytes and for as long as a connection is silent", () => {
    expect(one("Service", "syfthub-prod-backend")).toMatchObject({
      loadBalancers: [],
      serviceConnectConfiguration: {
        services: [{ clientAlias: [{ dnsName: "backend", port: 8000 }], timeout: { idleTimeoutSeconds: 0 } }],
      },
    });
    expect(named("backend", "backend")?.portMappings).toEqual([
      { name: "port-main", containerPort: 8000, hostPort: 8000, protocol: "tcp" },
    ]);
  });

  it("is what the policies of production ask for", () => {
    const messages = packPolicies.flatMap((policy) =>
      violations(policy, subjectsOf(deployment), settingsOf(policy, {}), "2026-11-21").map(
        ({ message }) => message,
      ),
    );
    expect(messages).toEqual([]);
  });

  it("has WAF keep no limits of routes: nginx does", () => {
    const rules = one("WebAcl", "syfthub-prod-proxy").rules as readonly { readonly name: string }[];
    expect(rules.every(({ name }) => name.startsWith("AWSManaged"))).toBe(true);
  });
});
