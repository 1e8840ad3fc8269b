import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  engineContainer,
  postgres,
  redis,
  type PostgresProps,
  type Store,
} from "../../../../components/model";
import { PlainError } from "../../../../setup/errors";
import type { ExportedResource } from "../../../../cli/stack/rerun";
import { refuseUnreadable, unreadable } from "../../../../cli/stack/store-formats";
import { dbProps, shop } from "../../../support/valid";

interface Ran {
  readonly user?: string;
  readonly image?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const urn = (type: string, name: string) => `urn:pulumi:prod::trireme::${type}::${name}`;
const plain = { POSTGRES_DB: "shop", POSTGRES_USER: "shop" };

const onDocker = (part: string, { user = "999:999", image = "postgres:16-bookworm", env = plain }: Ran) => [
  {
    urn: urn("docker:index/remoteImage:RemoteImage", "image"),
    type: "docker:index/remoteImage:RemoteImage",
    outputs: { imageId: "sha256:0a1b", name: image },
  },
  {
    urn: urn("docker:index/container:Container", part),
    type: "docker:index/container:Container",
    outputs: {
      user,
      image: "sha256:0a1b",
      envs: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      labels: [
        { label: "dev.trireme.part", value: part },
        { label: "dev.trireme.role", value: "store" },
      ],
    },
  },
];

const onKubernetes = (
  part: string,
  { user = "999:999", image = "postgres:16-bookworm", env = plain }: Ran,
) => {
  const [runAsUser, runAsGroup] = user.split(":").map(Number);
  return [
    {
      urn: urn("kubernetes:apps/v1:StatefulSet", part),
      type: "kubernetes:apps/v1:StatefulSet",
      outputs: {
        metadata: { labels: { "app.kubernetes.io/name": part, "app.kubernetes.io/component": "store" } },
        spec: {
          template: {
            spec: {
              containers: [
                {
                  image,
                  securityContext: { runAsUser, runAsGroup },
                  env: Object.entries(env).map(([name, value]) => ({ name, value })),
                },
              ],
            },
          },
        },
      },
    },
  ];
};

const now = (store: Store) => ({ ...shop, stores: [store] });
const db = (props: Partial<PostgresProps> = {}) => postgres("db", { ...dbProps, ...props });

describe.each([
  ["Docker", onDocker],
  ["Kubernetes", onKubernetes],
] as const)("the files of a store on %s", (_target, ran) => {
  const told = (old: Ran, store: Store = db()) => unreadable(now(store), ran("db", old));

  it("are read by a server of the same user, version and image, and by one that was not there before", () => {
    expect(told({})).toEqual([]);
    expect(told({ image: "trireme.local/postgres:16-0a1b2c" })).toEqual([]);
    expect(told({ image: "postgres:16.3-bookworm" })).toEqual([]);
    expect(unreadable(now(db()), ran("other", { user: "70:70" }))).toEqual([]);
  });

  it("are not read by another user: the image was another one, with another C library", () => {
    expect(told({ user: "70:70", image: "postgres:16-alpine" })).toEqual([
      "stores.db: user 70:70 made its files, user 999:999 of postgres:16-bookworm would read them",
    ]);
  });

  it.each([
    ["postgres:15-bookworm", db(), "15", "16"],
    ["pgvector/pgvector:pg15-bookworm", db({ extensions: ["vector"] }), "15", "16"],
    ["pgvector/pgvector:pg16", db({ version: "17" }), "16", "17"],
    ["postgres:17-bookworm@sha256:0a1b", db(), "17", "16"],
  ])("are not read by another major version than that of %s", (image, store, from, to) => {
    const [line] = told({ image }, store);
    expect(line).toContain(
      `its files are of version ${from}, ${engineContainer(store).image} reads those of ${to}`,
    );
  });

  it.each([
    ["POSTGRES_DB", "orders", "shop"],
    ["POSTGRES_USER", "orders", "shop"],
    ["POSTGRES_INITDB_ARGS", "--locale=de_DE.utf8", "--auth-host=scram-sha-256"],
    ["PGDATA", "/elsewhere", "/var/lib/postgresql/data/pgdata"],
  ])("keep the %s that they were made with", (name, before, after) => {
    expect(told({ env: { ...plain, [name]: before } })).toEqual([
      `stores.db: ${name} takes effect only in an empty folder: it stays ${before}, and ${after} would be ignored`,
    ]);
  });

  it("of other engines are held to their user alone", () => {
    const cache = redis("db", { version: "8", persistence: "append-only" });
    expect(told({ user: "999:1000", image: "redis:7-alpine", env: {} }, cache)).toEqual([]);
    expect(told({ user: "0:0", image: "redis:7-alpine", env: {} }, cache)).toHaveLength(1);
  });

  it("are read whatever extensions come and go", () => {
    const extensions = fc.subarray(["vector", "pg_stat_statements", "uuid-ossp", "hstore"]);
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 18 }), extensions, extensions, (version, before, after) => {
        const engine = engineContainer(db({ version: String(version), extensions: before }));
        const next = db({ version: String(version), extensions: after });
        expect(told({ user: engine.user, image: engine.image }, next)).toEqual([]);
        expect(engineContainer(next).user).toBe(engine.user);
        // One C library: the images are of one release of Debian.
        expect(engineContainer(next).image.split("-").at(-1)).toBe(engine.image.split("-").at(-1));
      }),
      { numRuns: 200 },
    );
  });

  it("refuse the change before anything is touched, with the way through", () => {
    const resources: readonly ExportedResource[] = ran("db", { user: "70:70" });
    const change = () => refuseUnreadable("prod", now(db()), resources);
    expect(change).toThrow(PlainError);
    expect(change).toThrow(
      /Stack prod was not changed.*\n.*stores\.db: user 70:70[^]*npx trireme backup prod[^]*npx trireme restore prod --backup BACKUP --from latest /,
    );
    expect(() => refuseUnreadable("prod", now(db()), [])).not.toThrow();
  });
});
