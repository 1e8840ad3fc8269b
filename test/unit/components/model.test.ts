import { describe, expect, it } from "vitest";
import { compileExamples, documentedBy, programOf, type Documented } from "../../support/examples";

const index = "components/model/index.ts";
/** Where the words are that a system is written in; the other folders are for targets. */
const folders = ["components/model", "components/model/engines"];

/** What examples name without declaring it. */
const scope = `
declare const env: model.Environment;
const image: model.Image = { name: "api", reference: "ghcr.io/your-org/shop-api:v1.4.2" };
const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const cache = redis("cache", { version: "7", persistence: "none" });
const objects = objectStore("objects", { version: "RELEASE.2025-04-22T22-12-26Z", buckets: ["uploads"] });
const orders = mariadb("orders", { version: "10.11", database: "shop", user: "shop" });
const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
const vectors = qdrant("vectors", { version: "v1.13.4" });
const uploads = volume("uploads");
const sessions = password("session-secret");
const tokens = rsa("token-key");
const databaseUrl = provided("database-url", { description: "URL of the managed database" });
const replicaUrl = provided("replica-url", { description: "URL of its read replica" });
const certificate = provided("tls-certificate", { description: "certificate with its chain" });
const certificateKey = provided("tls-key", { description: "private key of the certificate" });
const pager = provided("pagerduty-key", { description: "integration key of the service" });
const slack = provided("slack-webhook", { description: "webhook of the channel for alerts" });
const smtp = provided("smtp-password", { description: "password of the server that sends mail" });
const bucketId = provided("bucket-access-key", { description: "access key of the backups' bucket" });
const bucketKey = provided("bucket-secret-key", { description: "secret key of the backups' bucket" });
const api = service("api", { image, port: 8000, env: { DATABASE_URL: db.url } });
const worker = service("worker", { image, env: { CACHE_URL: cache.url } });
const migrate = job("migrate", { image, run: "release", env: { DATABASE_URL: db.url } });
const web = site("web", { image, folder: "/usr/share/nginx/html" });
const nightly = backup("nightly", { of: db, schedule: "0 2 * * *", keep: { age: "30d" }, destinations: [{ to: "volume" }] });
const gate = ingress("gate", { version: "1.28", hosts: ["shop.example.com"], http: { port: 80 }, routes: [route("/", api)] });
`;

function faults(found: readonly Documented[]): readonly string[] {
  return found.flatMap(({ place, summary, examples, lacksDefault }) => [
    ...(summary === "" ? [`${place} has no description`] : []),
    ...(examples.length === 0 ? [`${place} has no @example`] : []),
    ...(lacksDefault ? [`${place} is optional and has no @default`] : []),
  ]);
}

const program = programOf({}, [index]);

describe("The documentation of the model", () => {
  const found = documentedBy(program, index, folders);

  it("describes every constructor and property, with an example, and a default where it is optional", () => {
    expect(found.length).toBeGreaterThan(200);
    expect(faults(found)).toEqual([]);
  });

  it("has only examples that compile", () => {
    expect(compileExamples(program, index, scope, found)).toEqual([]);
  });
});

describe("A docstring", () => {
  const path = "components/model/virtual.ts";
  const of = (text: string) => {
    const virtual = programOf({ [path]: text }, [path], program);
    const found = documentedBy(virtual, path, folders);
    return { faults: faults(found), errors: () => compileExamples(virtual, path, "", found) };
  };

  it("is missed where a property or function has none, also in a base and in each case of a union", () => {
    const { faults: missing } = of(`
      interface Base { readonly size: string }
      export interface Props extends Omit<Base, "other"> {
        /** Its port. @example 80 */
        readonly port?: number;
      }
      export type Either =
        | {
            /** Tells it from b. @example "a" */
            kind: "a";
          }
        | { kind: "b"; nested: { inner: string } };
      export function make(): void {}
    `);
    expect([...missing].sort()).toEqual([
      "virtual.ts Either.kind has no @example",
      "virtual.ts Either.kind has no description",
      "virtual.ts Either.nested has no @example",
      "virtual.ts Either.nested has no description",
      "virtual.ts Props.port is optional and has no @default",
      "virtual.ts Props.size has no @example",
      "virtual.ts Props.size has no description",
      "virtual.ts make() has no @example",
      "virtual.ts make() has no description",
    ]);
  });

  it("is refused with an example of another type", () => {
    const { faults: missing, errors } = of(`
      export interface Props {
        /** Its port. @example "80" */
        readonly port: number;
        /** Its limits. @example { cpu: 1, disk: 2 } */
        readonly limits: { readonly cpu: number };
      }
      /** Makes one. @example make({ port: 80 }); */
      export function make(props: Props): void {}
    `);
    expect(missing).toEqual([]);
    expect([...errors()].sort()).toEqual([
      expect.stringMatching(/^virtual\.ts Props\.limits: .*'disk' does not exist in type/),
      "virtual.ts Props.port: Type 'string' is not assignable to type 'number'.",
      expect.stringMatching(/^virtual\.ts make\(\): .*not assignable to parameter of type 'Props'/),
    ]);
  });
});
