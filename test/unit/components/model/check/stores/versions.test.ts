import { describe, expect, it } from "vitest";
import {
  consul,
  engineContainer,
  kafka,
  mariadb,
  objectStore,
  postgres,
  provided,
  qdrant,
  rabbitmq,
  redis,
  zookeeper,
  type Server,
} from "../../../../../../components/model";
import { checkVersions, completed } from "../../../../../../components/model/check/stores/versions";
import { systems } from "../../../../../../stacks/systems";
import { dbProps, development, proxy, resources, shop } from "../../../../../support/valid";

const found = (store: Server) =>
  checkVersions({ ...shop, stores: [store] }).map(({ path, message }) => `${path}: ${message}`);

const at = (version: string): readonly Server[] => [
  consul("one", { version, resources }),
  kafka("one", { version, resources, zookeeper: "keeper" }),
  mariadb("one", { version, database: "d", user: "u", resources }),
  objectStore("one", { version, buckets: [], resources }),
  postgres("one", { ...dbProps, version }),
  qdrant("one", { version, resources }),
  rabbitmq("one", { version, user: "u", resources }),
  redis("one", { version, persistence: "none", resources }),
  zookeeper("one", { version, resources }),
];

it("the list of engines whose tags have more than the version is that of their images", () => {
  const more = at("7").filter((store) => !engineContainer(store).image.endsWith(":7"));
  expect(more.map(({ engine }) => engine)).toEqual(completed);
});

describe("the version of a Postgres", () => {
  it.each(["16-alpine", "latest", "pg16", "16.4.1", ""])("that names an image is refused: %s", (version) => {
    expect(found(postgres("db", { ...dbProps, version }))).toEqual([
      `stores.db.version: is "${version}"; allowed is PostgreSQL's own version, such as "16" or "16.4": the image that goes with it is chosen so that its user and C library never change`,
    ]);
  });
});

describe("a version", () => {
  const refused = (engine: string, version: string, write: string) =>
    `stores.one.version: ${JSON.stringify(version)} is not a version of ${engine}; the image that goes with one is chosen by it, so write the number alone: ${write}`;

  it.each([
    ["redis", "7-alpine", '"7"'],
    ["redis", "7.2.4-bookworm", '"7.2.4"'],
    ["redis", "latest", 'for example "16"'],
    ["qdrant", "v1.17.0-unprivileged", '"v1.17.0"'],
    ["rabbitmq", "4.3-management", '"4.3"'],
  ])("is a number where more stands in the tag: %s %s", (engine, version, write) => {
    const store = at(version).find((one) => one.engine === engine);
    expect(store === undefined ? [] : found(store)).toEqual([refused(engine, version, write)]);
  });

  it("is something that a tag may be, for every engine", () => {
    for (const version of ["", "7:8", "7 8", "-7"])
      for (const store of at(version)) expect(found(store), `${store.engine} ${version}`).toHaveLength(1);
    for (const store of at("7")) expect(found(store)).toEqual([]);
    expect(found(mariadb("one", { version: "11-noble", database: "d", user: "u" }))).toEqual([]);
  });

  it("means nothing of what another runs", () => {
    const url = provided("cache-url", { description: "managed cache" }).value;
    expect(found(redis("one", { version: "7-alpine", persistence: "none", external: { url } }))).toEqual([]);
  });

  it("of the ingress is a number too", () => {
    const ofIngress = (version: string) => checkVersions({ ...shop, ingress: { ...proxy, version } });
    expect(ofIngress("1.30")).toEqual([]);
    expect(ofIngress("v1.30-alpine")).toEqual([
      {
        path: "ingress.version",
        message:
          '"v1.30-alpine" is not a version of nginx; the image that goes with one is chosen by it, so write the number alone: "1.30"',
      },
    ]);
  });

  it.each(Object.entries(systems))("is right in %s", (_, describeSystem) => {
    for (const name of ["development", "production"] as const)
      expect(checkVersions(describeSystem({ ...development, name }))).toEqual([]);
  });
});
