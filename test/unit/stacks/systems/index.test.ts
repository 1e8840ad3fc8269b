import { describe, expect, it } from "vitest";
import { isServer, refsOf, valuesOf, type Environment } from "../../../../components/model";
import { definitions, systems } from "../../../../stacks/systems";

const environments = (["development", "production"] as const).map((name): Environment => ({
  name,
  domain: name === "development" ? "localhost" : "app.example.com",
  repository: "ghcr.io/your-org/app",
  tag: "v1",
  replicas: 2,
  ports: {},
}));
const every = Object.entries(systems).flatMap(([name, describeSystem]) =>
  environments.map((environment) => [name, environment.name, describeSystem(environment)] as const),
);

describe("who logs in with parts of a store's credentials", () => {
  it.each(every)("takes them all as references in %s of %s", (_name, _environment, system) => {
    const databases = system.stores.filter(isServer).filter((store) => store.engine === "postgres");
    const typed = [...system.services, ...system.jobs].flatMap((workload) => {
      const values = valuesOf(workload);
      return databases
        .filter(({ name }) =>
          values.some(({ value }) =>
            refsOf(value).some(
              (ref) => ref.ref === "store" && ref.name === name && ref.attribute === "password",
            ),
          ),
        )
        .flatMap(({ owner, databaseName }) =>
          values
            .filter(({ value }) => value === owner || value === databaseName)
            .map(({ property }) => `${workload.name}.${property} is the text ${owner} or ${databaseName}`),
        );
    });
    expect(typed).toEqual([]);
  });
});

describe("a definition", () => {
  it.each(Object.entries(definitions))(
    "of %s has the name of its folder and of the system that it makes",
    (name, one) => {
      expect(one.name).toBe(name);
      for (const environment of environments) expect(one.system(environment).name).toBe(name);
    },
  );

  it.each(Object.values(definitions))("tells $name to people in few words", ({ title, summary }) => {
    expect(title).toMatch(/^[A-Z]/);
    expect(summary).toMatch(/^.{20,110}[^.]$/);
  });
});
