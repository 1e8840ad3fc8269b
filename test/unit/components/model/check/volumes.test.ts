import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, job, service, system, volume } from "../../../../../components/model";
import { development, image } from "../../../../support/valid";
import { limitsOf } from "../../../../support/limits";
import type { TargetName } from "../../../../../components/targets";

const files = volume("files");
const writer = (name: string, user: number | string | undefined, readOnly = false) =>
  service(name, {
    image: image(name),
    env: {},
    ...(user === undefined ? {} : { user }),
    mounts: [{ volume: "files", path: "/files", readOnly }],
  });
const problems = (services: readonly ReturnType<typeof writer>[], target: TargetName = "docker") =>
  check(system("shop", development, { stores: [files], services: [...services] }), limitsOf(target))
    .filter(({ path }) => path === "stores.files" || path.endsWith(".user"))
    .map(({ path, message }) => `${path}: ${message}`);

describe("a volume", () => {
  it.each(["docker", "kubernetes"] as const)("belongs to one user on %s", (target) => {
    expect(problems([writer("a", 1000), writer("b", "1001:1000")], target)).toEqual([
      'stores.files: a volume belongs to one user, and several write in this one: service "a" as 1000, service "b" as 1001; give them one user, or mount it with readOnly: true where it is only read',
    ]);
  });

  it("takes any users on AWS, where an access point makes them one", () => {
    expect(problems([writer("a", 1000), writer("b", 1001)], "aws")).toEqual([]);
  });

  it("is refused exactly where two who write in it are different users", () => {
    const users = fc.array(
      fc.record({
        user: fc.constantFrom<number | string | undefined>(undefined, 1000, "1000", "1000:2000", 1001),
        readOnly: fc.boolean(),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(users, (mounts) => {
        const writing = mounts.flatMap(({ user, readOnly }) =>
          user === undefined || readOnly ? [] : [String(user).split(":")[0]],
        );
        const found = problems(
          mounts.map(({ user, readOnly }, index) => writer(`s${index}`, user, readOnly)),
        );
        expect(found).toHaveLength(new Set(writing).size > 1 ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a volume for one", () => {
  const told = (services: readonly ReturnType<typeof writer>[], access?: "one" | "many") =>
    check(
      system("shop", development, {
        stores: [volume("files", access === undefined ? {} : { access })],
        services: [...services],
      }),
      limitsOf("docker"),
    )
      .filter(({ path }) => path === "stores.files.access")
      .map(({ message }) => message);

  it("has one component that writes in it", () => {
    const writers = [writer("b", 1000), writer("a", 1000), writer("reader", 1000, true)];
    const message =
      'is for one, and service "a", service "b" write in the volume; give it access: "many", or mount it with readOnly: true where it is only read';
    expect(told(writers)).toEqual([message]);
    expect(told(writers, "one")).toEqual([message]);
    expect(told(writers, "many")).toEqual([]);
    expect(told(writers.slice(1))).toEqual([]);
  });

  it("counts a job of the release, which runs beside the old instances", () => {
    const migrate = job("migrate", { ...writer("migrate", 1000), run: "release" });
    const problems = check(
      system("shop", development, { stores: [files], services: [writer("a", 1000)], jobs: [migrate] }),
      limitsOf("docker"),
    );
    expect(problems.map(({ path }) => path)).toEqual(["stores.files.access"]);
  });
});

describe("a volume that can be made again", () => {
  const production = (disposable?: string) =>
    check(
      {
        ...system("shop", development, {
          stores: [volume("files", disposable === undefined ? {} : { disposable })],
        }),
        environment: "production",
      },
      limitsOf("docker"),
    )
      .filter(({ path }) => path.startsWith("stores.files"))
      .map(({ path, message }) => `${path}: ${message}`);

  it("needs no backup in production, where it says what makes it again", () => {
    expect(production("thumbnails of the originals")).toEqual([]);
    expect(production()).toEqual([
      'stores.files: production needs a backup of it: add backup("files-daily", { of: files, schedule: "0 2 * * *", … }), or say in disposable what makes its files again',
    ]);
  });

  it.each(["", "  ", "yes"])("says it in words: %j does not", (reason) => {
    expect(production(reason)).toEqual([
      `stores.files.disposable: ${JSON.stringify(reason)} does not say why; write in a few words what makes its files again, or leave it out and add a backup`,
    ]);
  });
});

describe("a user", () => {
  it.each([2 ** 31, "5000000000", "1000:2147483648"])("is not above what runtimes take: %j", (user) => {
    expect(problems([writer("a", user)])).toEqual([
      `services.a.user: "${user}" is out of range; users and groups have numbers up to 2147483647`,
    ]);
  });

  it.each([-5, 1.5])("is a whole number from 0: not %d", (user) => {
    expect(problems([writer("a", user)])).toHaveLength(1);
  });

  it.each(["node", "1000:staff", "-1", "0x10", ""])("is a number: not %j", (user) => {
    expect(problems([writer("a", user)])).toEqual([
      `services.a.user: "${user}" is not a numeric user; write for example 1000 or "1000:1001", as \`id\` in the image shows it`,
    ]);
  });
});
