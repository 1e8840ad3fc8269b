import { describe, expect, it } from "vitest";
import { beyondDocker } from "../../../../components/docker/unsupported";
import { site, siteRoute, type Environment } from "../../../../components/model";
import { systems } from "../../../../stacks/systems";

function environment(name: Environment["name"]): Environment {
  // A service of development publishes its port, which a machine has once.
  const replicas = name === "development" ? 1 : 2;
  return { name, domain: "example.com", repository: "ghcr.io/team/app", tag: "1", replicas, ports: {} };
}

describe("what the Docker target does not do", () => {
  it.each(["development", "staging", "production"] as const)("refuses nothing of SyftHub in %s", (name) => {
    expect(beyondDocker(systems.syfthub(environment(name)))).toEqual([]);
  });

  it("refuses nothing of Orbitspace in production, whose database runs elsewhere and is saved", () => {
    expect(beyondDocker(systems.orbitspace(environment("production")))).toEqual([]);
  });

  it("refuses several instances of a service that publishes a port, which a machine has once", () => {
    const system = systems.syfthub(environment("production"));
    const [first, ...others] = system.services;
    if (first === undefined) throw new Error("it has services");
    const opened = { ...first, publish: { main: { port: 3000 } } };
    expect(beyondDocker({ ...system, services: [{ ...opened, replicas: 1 }, ...others] })).toEqual([]);
    expect(beyondDocker({ ...system, services: [{ ...opened, replicas: 2 }, ...others] })).toEqual([
      {
        path: `services.${first.name}.publish`,
        message:
          "2 instances cannot share one host port; set replicas: 1, or reach the service through a route",
      },
    ]);
  });

  it("refuses to archive the log of a database that runs elsewhere, and to save other engines there", () => {
    const system = systems.orbitspace(environment("production"));
    const [first, ...others] = system.backups;
    if (first === undefined) throw new Error("it has backups");
    const promised = { ...first, pointInTime: { rpo: "5m" as const } };
    const cached = { ...first, name: "cache-daily", store: "redis" };
    const told = beyondDocker({ ...system, backups: [promised, cached, ...others] });
    expect(told.map(({ path }) => path)).toEqual([
      `backups.${first.name}.pointInTime`,
      "backups.cache-daily",
    ]);
  });

  it("refuses nothing of the ingress of SynthStack, which is Traefik", () => {
    const told = beyondDocker(systems.synthstack(environment("production")));
    expect(told.filter(({ path }) => path.startsWith("ingress"))).toEqual([]);
  });

  it.each(["development", "production"] as const)(
    "refuses nothing of the ingress of ReactDjango in %s, which is Kong",
    (name) => {
      const told = beyondDocker(systems.reactdjango(environment(name)));
      expect(told.filter(({ path }) => path.startsWith("ingress"))).toEqual([]);
    },
  );

  it("refuses what Kong cannot do, by name", () => {
    const { ingress, ...system } = systems.reactdjango(environment("production"));
    if (ingress === undefined) throw new Error("it has an ingress");
    const changed = {
      ...ingress,
      ...{ version: "3.4", maxHeaders: "32Ki" as const, keepalive: { django: 8 }, https: { port: 8443 } },
      settings: { admin_listen: "0.0.0.0:8001" },
      tls: { mode: "lets-encrypt" as const, email: "ops@example.com" },
    };
    const told = beyondDocker({ ...system, ingress: changed }).filter(({ path }) =>
      path.startsWith("ingress"),
    );
    expect(told.map(({ path }) => path)).toEqual([
      ...["ingress.version", "ingress.settings", "ingress.tls", "ingress.https.port"],
      ...["ingress.maxHeaders", "ingress.keepalive"],
    ]);
    expect(told[1]?.message).toContain("admin_listen");
  });

  it("refuses what Traefik cannot do, by name", () => {
    const { ingress, ...system } = systems.synthstack(environment("production"));
    if (ingress === undefined) throw new Error("it has an ingress");
    const [first, ...others] = ingress.routes;
    if (first === undefined) throw new Error("it has routes");
    const changed = {
      ...ingress,
      ...{ version: "2.11", settings: { pilot: "x" }, maxHeaders: "32Ki" as const },
      routes: [{ ...first, timeouts: { send: "5s" as const } }, ...others],
    };
    const told = beyondDocker({ ...system, ingress: changed }).filter(({ path }) =>
      path.startsWith("ingress"),
    );
    expect(told.map(({ path }) => path)).toEqual([
      ...["ingress.version", "ingress.settings", "ingress.maxHeaders"],
      expect.stringContaining("timeouts.send"),
    ]);
  });

  it.each(["synthstack", "reactdjango"] as const)(
    "refuses no static site behind the engine of %s",
    (name) => {
      const { ingress, ...system } = systems[name](environment("production"));
      if (ingress === undefined) throw new Error("it has an ingress");
      const image = { name: "pages", reference: "ghcr.io/team/pages:1" };
      const pages = site("pages", { image, folder: "/dist" });
      const routes = [...ingress.routes, siteRoute("/pages/", pages)];
      const told = beyondDocker({ ...system, sites: [pages], ingress: { ...ingress, routes } });
      expect(told.filter(({ path }) => path.startsWith("ingress"))).toEqual([]);
    },
  );

  it("refuses settings that nginx does not have, by name, and no check of a gateway", () => {
    const system = systems.reactdjango(environment("production"));
    const ingress =
      system.ingress === undefined ? undefined : { ...system.ingress, engine: "nginx" as const };
    const told = beyondDocker({ ...system, ingress }).filter(({ path }) => path.startsWith("ingress"));
    expect(told.map(({ path }) => path)).toEqual(["ingress.settings"]);
    expect(told[0]?.message).toContain("upstream_keepalive_pool_size");
  });

  it.each(["orbitspace", "simplr"] as const)("refuses nothing of %s in development", (name) => {
    expect(beyondDocker(systems[name](environment("development")))).toEqual([]);
  });
});
