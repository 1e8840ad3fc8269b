import { describe, expect, it } from "vitest";
import {
  check,
  http,
  kafka,
  objectStore,
  system,
  zookeeper,
  type Service,
} from "../../../../../components/model";
import { api, cache, db, development, errors, proxy, shop, uploads, web } from "../../../../support/valid";
import { limitsOf } from "../../../../support/limits";

const withWeb = (change: Partial<Service>) => errors({ ...shop, services: [api, { ...web, ...change }] });

describe("host ports", () => {
  it("belong to one part each", () => {
    const stores = [{ ...db, publish: { port: 5432 } }, cache, uploads];
    const services = [{ ...api, publish: { main: { port: 5432 } } }, web];
    expect(errors({ ...shop, stores, services })).toEqual([
      "services.api.publish.main, stores.db.publish: 2 components publish port 5432 of the host; give each its own",
    ]);
  });

  it("of the ingress, consoles and monitoring count too", () => {
    const objects = objectStore("objects", { version: "1", buckets: [], console: { port: 443 } });
    const monitoring = { alerts: [], publish: { grafana: { port: 80 } } };
    expect(errors({ ...shop, stores: [...shop.stores, objects], monitoring })).toEqual([
      "ingress.http.port, monitoring.publish.grafana: 2 components publish port 80 of the host; give each its own",
      "ingress.https.port, stores.objects.console: 2 components publish port 443 of the host; give each its own",
    ]);
  });

  it("and container ports are whole numbers from 1 to 65535", () => {
    const allowed = "allowed are whole numbers from 1 to 65535";
    const services = [
      { ...api, ports: { admin: 0.5 } },
      { ...web, port: 65_536 },
    ];
    expect(errors({ ...shop, services, ingress: { ...proxy, http: { port: 0 } } })).toEqual([
      `ingress.http.port: 0 is not a valid port; ${allowed}`,
      `services.api.ports.admin: 0.5 is not a valid port; ${allowed}`,
      `services.web.port: 65536 is not a valid port; ${allowed}`,
    ]);
  });

  it("open a port that the service has", () => {
    expect(withWeb({ publish: { debug: { port: 9229 } } })).toEqual([
      'services.web.publish.debug: the service has no port "debug"; its ports are "main"',
    ]);
  });
});

describe("ports of a service", () => {
  it("differ from each other", () => {
    expect(withWeb({ ports: { metrics: 3000 } })).toEqual([
      'services.web.ports: the ports "main" and "metrics" are all 3000; give each a number of its own',
    ]);
  });

  it("exist where a health check or a scrape asks them", () => {
    expect(
      withWeb({
        health: http("/", { port: "admin" }),
        readiness: { probe: { tcp: "admin" } },
        liveness: { probe: { command: ["true"] } },
        metrics: { path: "/metrics", port: "metrics" },
      }),
    ).toEqual([
      'services.web.health.probe: asks the port "admin", which the service does not have; its ports are "main"',
      'services.web.readiness.probe: asks the port "admin", which the service does not have; its ports are "main"',
      'services.web.metrics: asks the port "metrics", which the service does not have; its ports are "main"',
    ]);
  });

  it("exist where a worker is asked over HTTP", () => {
    const worker = { ...web, port: undefined };
    expect(errors({ ...shop, services: [api, worker], ingress: { ...proxy, routes: [] } })).toEqual([
      'services.web.health.probe: asks the port "main", which the service does not have; it has no ports',
    ]);
  });
});

describe("a broker's published address", () => {
  it.each(["0.0.0.0", "::"])("is one that its clients can connect to: not %s", (address) => {
    const broker = kafka("events", { version: "7", zookeeper: "keeper", publish: { port: 29_092, address } });
    const stores = [zookeeper("keeper", { version: "3.9" }), broker];
    const found = check(system("shop", development, { stores }), limitsOf("docker"));
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `stores.events.publish.address: Kafka tells its clients to connect to this address, and they cannot connect to "${address}"; write an address of the host, or leave it out for 127.0.0.1`,
    ]);
  });
});

it.each(["My Port", "a--b", "2nd", "a_b", ""])('refuses "%s" as the name of a port', (key) => {
  const services = [api, { ...web, ports: { [key]: 9100 } }];
  expect(errors({ ...shop, services })).toEqual([
    `services.web.ports.${key}: "${key}" is not a valid name of a port; allowed are lower-case letters, digits and single hyphens between them, with a letter first`,
  ]);
});

it("keeps the name of the port without one", () => {
  const services = [api, { ...web, ports: { main: 9100 } }];
  expect(errors({ ...shop, services })).toEqual([
    `services.web.ports.main: "main" is the name of the service's port (3000); rename this one`,
  ]);
});
