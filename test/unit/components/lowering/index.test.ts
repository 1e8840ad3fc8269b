import { describe, expect, it } from "vitest";
import {
  checkReadable,
  checkReserved,
  features,
  lowered,
  toldAsWritten,
} from "../../../../components/lowering";
import { withComponents, type Feature } from "../../../../components/lowering/feature";
import {
  check,
  errorRate,
  postgres,
  service,
  template,
  type Duration,
  type System,
} from "../../../../components/model";
import { targets } from "../../../../components/targets";
import { systems } from "../../../../stacks/systems";
import { limitsOf } from "../../../support/limits";
import { db, dbProps, development, image, shop } from "../../../support/valid";

/** A feature as they all are: a service beside each pooled database. */
const pooling: Feature = {
  name: "pooling",
  applies: ({ stores }) => stores.some((store) => store.engine === "postgres" && store.pooler === true),
  lower: (system) =>
    withComponents(
      system,
      {
        services: [
          service("db-pooler", {
            image: image("pooler"),
            port: 6432,
            env: { HOST: template`${db.host}` },
          }),
        ],
      },
      { "db-pooler": { feature: "pooling", path: "stores.db.pooler" } },
    ),
};
const capable = { features: ["pooling"] };

const pooled = (): System => {
  const system = shop;
  const stores = system.stores.map((store) =>
    store.name === "db" ? postgres("db", { ...dbProps, pooler: true }) : store,
  );
  return { ...system, stores };
};

describe("a feature", () => {
  it("becomes components that stand in the system like those that the author wrote", () => {
    const system = lowered(pooled(), capable, [pooling]);
    expect(system.services.map(({ name }) => name)).toContain("db-pooler");
    expect(system.origins).toEqual({ "db-pooler": { feature: "pooling", path: "stores.db.pooler" } });
  });

  it("is lowered once, however often one asks", () => {
    const once = lowered(pooled(), capable, [pooling]);
    expect(lowered(once, capable, [pooling])).toEqual(once);
  });

  it("is left alone where nothing asks for it, and where the target has a way of its own", () => {
    expect(lowered(shop, capable, [pooling])).toEqual(shop);
    expect(lowered(pooled(), { features: [] }, [pooling])).toEqual(pooled());
  });

  it("leaves a database alone that an operator of the target runs with all that belongs to it", () => {
    const { lowers } = targets.kubernetes;
    const made = (operator: "statefulset" | "cloudnative-pg") =>
      lowered({ ...shop, stores: [postgres("db", { ...dbProps, pooler: true, operator })] }, lowers).services;
    expect(made("statefulset").map(({ name }) => name)).toContain("db-pooler");
    expect(made("cloudnative-pg")).toEqual(shop.services);
  });

  it("takes no name that the author gave, and says so", () => {
    const taken: System = {
      ...pooled(),
      services: [...pooled().services, service("db-pooler", { image: image("own"), env: {} })],
    };
    expect(lowered(taken, capable, [pooling])).toEqual(taken);
    expect(checkReserved(taken, capable, [pooling])).toEqual([
      {
        path: "services.db-pooler",
        message:
          'is called "db-pooler", the name of the component that stores.db.pooler makes (pooling); rename it, or leave stores.db.pooler out',
      },
    ]);
    expect(checkReserved(pooled(), capable, [pooling])).toEqual([]);
  });

  it("leaves a system as it is whose values cannot be read, and says so", () => {
    const reading = (error: Error): Feature => ({
      ...pooling,
      lower: () => {
        throw error;
      },
    });
    const unreadable = [reading(new RangeError('"5x" is not a valid duration'))];
    expect(lowered(pooled(), capable, unreadable)).toEqual(pooled());
    expect(checkReserved(pooled(), capable, unreadable)).toEqual([]);
    expect(checkReadable(pooled(), capable, unreadable)).toEqual([
      { path: "system", message: '"5x" is not a valid duration' },
    ]);
    expect(checkReadable(pooled(), capable, [pooling])).toEqual([]);
    expect(() => lowered(pooled(), capable, [reading(new TypeError("a fault of ours"))])).toThrow(
      "a fault of ours",
    );
  });

  it.each([
    ["for", { name: "Gone", expr: "up == 0", for: "5x" as Duration }],
    [
      "expr.over",
      { name: "Gone", expr: errorRate({ above: 0.1, over: "5x" as Duration }), for: "1m" as Duration },
    ],
  ])("leaves a duration that cannot be read to the check, which names the alert's %s", (property, alert) => {
    const system = systems.simplr({ ...development, name: "production" });
    const alerts = [{ ...alert, severity: "critical", summary: "it is gone" } as const];
    const wrong = lowered({ ...system, monitoring: { ...system.monitoring, alerts } }, targets.docker.lowers);
    expect(check(wrong, limitsOf("docker")).map(({ path }) => path)).toContain(
      `monitoring.alerts.Gone.${property}`,
    );
  });

  it("is what an error in its components is told of", () => {
    const system = lowered(pooled(), capable, [pooling]);
    const broken = {
      ...system,
      services: system.services.map((one) => (one.name === "db-pooler" ? { ...one, replicas: 0 } : one)),
    };
    const told = toldAsWritten(broken, check(broken, limitsOf("docker")));
    expect(told.map(({ path }) => path)).toContain("stores.db.pooler");
    expect(told.map(({ message }) => message).join("\n")).toContain('in "db-pooler", which comes of it');
    const own = [{ path: "services.api.port", message: "is 0" }];
    expect(toldAsWritten(broken, own)).toEqual(own);
  });
});

describe("the features of the targets", () => {
  const known = features.map(({ name }) => name);

  it("are known by their names, each once", () => {
    expect(new Set(known).size).toBe(known.length);
    for (const { lowers } of Object.values(targets))
      expect(known).toEqual(expect.arrayContaining([...lowers.features]));
  });

  it("leave each shipped system lowered once and for all", () => {
    for (const describeSystem of Object.values(systems))
      for (const name of ["development", "production"] as const)
        for (const { lowers } of Object.values(targets)) {
          const system = describeSystem({ ...development, name });
          const once = lowered(system, lowers);
          expect(checkReserved(system, lowers)).toEqual([]);
          expect(lowered(once, lowers)).toEqual(once);
        }
  });
});
