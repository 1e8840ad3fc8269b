import fc from "fast-check";
import {
  postgres,
  service,
  serviceUrl,
  system,
  type Service,
  type System,
  type Value,
} from "../../components/model";
import { development, image } from "./valid";

function subsets(names: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc.subarray([...names]);
}

const letters = fc.constantFrom("a", "b", "c", "d");
/** Short names over few letters and hyphens, so that joined names meet. */
const name = fc.array(letters, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));

/** Systems of up to seven services and three databases in which anyone may name anyone, cycles included. */
export const anySystem: fc.Arbitrary<System> = fc
  .uniqueArray(name, { minLength: 2, maxLength: 10 })
  .chain((names) => fc.tuple(fc.constant(names), fc.integer({ min: 0, max: Math.min(3, names.length - 1) })))
  .chain(([names, count]) => {
    const stores = names.slice(0, count);
    const services = names.slice(count);
    return fc
      .tuple(...services.map(() => fc.tuple(subsets(services), subsets(stores))))
      .map((wants) => build(stores, services, wants));
  });

function build(
  stores: readonly string[],
  services: readonly string[],
  wants: readonly (readonly [readonly string[], readonly string[]])[],
): System {
  const databases = new Map(
    stores.map((store) => [store, postgres(store, { version: "16", database: "d", user: "u" })]),
  );
  return system("random", development, {
    stores: [...databases.values()],
    services: services.map((own, index) => {
      const [called, read] = wants[index] ?? [[], []];
      const env: Record<string, Value> = {};
      for (const other of called) env[`CALL_${other}`] = serviceUrl(other);
      for (const store of read) env[`READ_${store}`] = databases.get(store)?.url ?? "";
      return service(own, { image: image(own), port: 8000, env });
    }),
  });
}

/** Systems in which a service names only services before it: there is an order to start in. */
export const orderedSystem: fc.Arbitrary<System> = anySystem.chain((any) =>
  fc.shuffledSubarray([...any.services], { minLength: any.services.length }).map((shuffled) => ({
    ...any,
    services: shuffled.map((current) => withoutLater(current, any.services)),
  })),
);

function withoutLater(current: Service, order: readonly Service[]): Service {
  const position = order.findIndex(({ name }) => name === current.name);
  const earlier = new Set(order.slice(0, position).map(({ name }) => name));
  const env = Object.fromEntries(
    Object.entries(current.env).filter(
      ([, value]) =>
        typeof value !== "object" || !("ref" in value) || value.ref !== "service" || earlier.has(value.name),
    ),
  );
  return { ...current, env };
}
