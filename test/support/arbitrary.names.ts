import fc from "fast-check";
import {
  backup,
  exact,
  job,
  postgres,
  redis,
  route,
  service,
  site,
  siteRoute,
  volume,
  type System,
} from "../../components/model";
import { dbProps, image, proxy, resources, shop } from "./valid";

/** A word of so many letters at most, so that names of all lengths come up, and many that differ only at their end. */
const word = (most: number) =>
  fc
    .tuple(
      fc.constantFrom("a", "checkout", "reporting-and-billing", "x".repeat(40), `${"ab-".repeat(14)}c`),
      fc.stringMatching(/^[a-z0-9]{0,12}$/),
    )
    .map(([stem, end]) => `${stem}${end}`.slice(0, most).replace(/-+$/, ""));

const paths = fc.uniqueArray(
  fc.constantFrom(
    "/etc/a/b",
    "/etc/a.b",
    "/etc/a-b",
    "/etc/A/b",
    "/etc/a.b/c",
    "/etc/a-b/c",
    `/etc/${"long/".repeat(20)}one`,
    `/etc/${"long/".repeat(20)}two`,
    `/etc/${"long/".repeat(20)}deep/three`,
    `/etc/${"x".repeat(250)}/y1`,
  ),
  { minLength: 1, maxLength: 6 },
);
const portNames = fc.uniqueArray(
  fc.constantFrom(
    "admin",
    "administration-a",
    "administration-b",
    "metrics-of-the-service",
    "metrics-of-the-server",
  ),
  { minLength: 1, maxLength: 3 },
);

/** Systems of every kind of part, whose names are as long as a check may let them be, and whose files and ports are alike. */
export const longNames: fc.Arbitrary<System> = fc
  .record({
    system: word(63),
    names: fc.uniqueArray(word(63), { minLength: 10, maxLength: 10 }),
    files: paths,
    scratch: paths,
    ports: portNames,
    mostOf: fc.constantFrom(24, 46, 52, 63),
  })
  .map(({ system, names, files, scratch, ports, mostOf }): System => {
    const [one, two, db, cache, disk, first, later, saved, entry, pages] = names.map((name, index) =>
      `${"abcdefghij"[index]}${name}`.slice(0, mostOf).replace(/-+$/, ""),
    ) as [string, string, string, string, string, string, string, string, string, string];
    const store = postgres(db, dbProps);
    const queue = redis(cache, { version: "7", persistence: "append-only", resources });
    const space = volume(disk, { access: "many" });
    const keep = {
      schedule: "0 2 * * *",
      keep: { count: 3 },
      destinations: [{ to: "volume" as const }],
    };
    const content = Object.fromEntries(files.map((path) => [path, { content: path }]));
    const secret = Object.fromEntries(files.map((path) => [`${path}.key`, { content: store.url }]));
    const env = { URL: store.url, KEY: store.url };
    const plain = { port: 8000, resources, egress: true, user: 1000 };
    const api = service(one, {
      ...plain,
      image: image("one"),
      env: { ...env, CACHE: queue.url },
      replicas: 2,
      ports: Object.fromEntries(ports.map((name, index) => [name, 9000 + index])),
      files: { ...content, ...secret },
      scratch: scratch.map((path) => `/var${path}`),
      mounts: [{ volume: disk, path: "/files" }],
    });
    const web = service(two, { ...plain, image: image("two"), env: { API: api.url } });
    const served = site(pages, { image: image("pages"), folder: "/dist" });
    return {
      ...shop,
      name: system,
      environment: "staging",
      secrets: [],
      stores: [store, queue, space],
      services: [api, web],
      jobs: [
        job(first, {
          image: image("one"),
          run: "release",
          env,
          backupFirst: saved,
          files: content,
          resources,
        }),
        job(later, { image: image("two"), run: { schedule: "0 3 * * *" }, env, resources }),
      ],
      sites: [served],
      backups: [
        backup(saved, { of: store, ...keep, drill: { schedule: "0 4 * * *" } }),
        backup(`k${saved}`.slice(0, mostOf).replace(/-+$/, ""), {
          of: queue,
          ...keep,
          drill: { schedule: "0 4 * * *" },
        }),
      ],
      ingress: {
        ...proxy,
        name: entry,
        limits: [],
        routes: [
          route("/", api),
          siteRoute("/pages/", served),
          exact("/two", web),
          ...ports.map((port) => ({ ...route(`/${port}`, api), to: { service: one, port } })),
        ],
      },
    };
  });
