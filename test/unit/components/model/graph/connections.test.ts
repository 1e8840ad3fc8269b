import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  connectionsOf,
  edgesOf,
  provided,
  isServer,
  portsNamed,
  portsOf,
  postgres,
  route,
  serviceUrl,
} from "../../../../../components/model";
import { anySystem } from "../../../../support/arbitrary";
import { api, dbProps, proxy, shop, web } from "../../../../support/valid";

const told = (...of: Parameters<typeof connectionsOf>) =>
  connectionsOf(...of).map((one) => `${one.from} → ${one.to}:${one.ports.join(",")}`);

describe("connections", () => {
  it("are the edges with the ports that they are for, then what backups save", () => {
    expect(told(shop)).toEqual([
      "api → cache:6379",
      "api → db:5432",
      "migrate → db:5432",
      "proxy → api:8000",
      "proxy → web:3000",
      "web → api:8000",
      "db-daily → db:5432",
    ]);
  });

  it("lead to a volume where it is a server's, from what saves and what mounts it", () => {
    const all = told(shop, (store) => (isServer(store) ? [] : [2049]));
    expect(all).toEqual([
      "proxy → api:8000",
      "proxy → web:3000",
      "web → api:8000",
      "uploads-daily → uploads:2049",
      "api → uploads:2049",
    ]);
  });

  it("are for every port that a value or a route names, and for no other", () => {
    const admin = { ...web, env: { API: api.url, ADMIN: serviceUrl("api", "admin") } };
    const routed = { ...proxy, routes: [{ ...route("/", api), to: { service: "api", port: "admin" } }] };
    expect(told({ ...shop, services: [api, admin], ingress: routed })).toEqual(
      expect.arrayContaining(["web → api:8000,9000", "proxy → api:9000"]),
    );
    expect(portsNamed(shop, "migrate", api)).toEqual([]);
  });

  it("do not lead out of the system: a store that others run is beyond it, and so is its backup", () => {
    const url = provided("db-url", { description: "URL" });
    const outside = postgres("db", { ...dbProps, external: { url: url.value } });
    const stores = shop.stores.map((store) => (store.name === "db" ? outside : store));
    expect(told({ ...shop, stores }).filter((one) => one.includes("→ db:"))).toEqual([]);
  });

  it("are the edges of any system, each once, with a port", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const all = connectionsOf(system);
        expect(all.map(({ from, to }) => ({ from, to }))).toEqual(edgesOf(system));
        expect(all.filter(({ ports }) => ports.length === 0)).toEqual([]);
      }),
    );
  });
});

it("names a service's ports: the main one, and the further ones", () => {
  expect(portsOf(api)).toEqual({ main: 8000, admin: 9000 });
  expect(portsOf({ ports: { admin: 9000 } })).toEqual({ admin: 9000 });
});
