import { all, output, type Output } from "@pulumi/pulumi";
import { consumersOf, engineContainer, isServer, opened, type Publish, type Server } from "../../model";
import type { StoreAddress } from "../../shared/addresses";
import type { AwsContext } from "../context";
import { forwardCommand } from "./forward.args";
import { fixedName } from "../naming.args";
import { driverOf } from "../stores";

/** Commands that open on this machine what the system publishes, by the name of their output: through a running task. */
export function forwards(
  context: AwsContext,
  addressOf: (store: Server) => StoreAddress,
): Readonly<Record<string, Output<string>>> {
  const { model, settings, cluster } = context;
  const command = (name: string, through: string, place: Output<string>, publish: Publish) =>
    [
      `${name}-forward`,
      all([cluster.name, place]).apply(([of, address]) => {
        const [host = "", port = ""] = address.split(":");
        return forwardCommand({
          cluster: of,
          family: fixedName("service", context.prefix, through),
          container: through,
          host,
          port,
          local: publish.port,
          settings,
        });
      }),
    ] as const;
  const services = model.services.flatMap(({ name, publish = {}, port, ports = {} }) =>
    Object.entries(publish).flatMap(([key, published]) => {
      const number = key === "main" ? port : ports[key];
      const label = key === "main" ? name : `${name}-${key}`;
      return number === undefined ? [] : [command(label, name, output(`127.0.0.1:${number}`), published)];
    }),
  );
  const stores = model.stores.filter(isServer).flatMap((store) => {
    const through = consumersOf(model, store.name).find((name) =>
      model.services.some((service) => service.name === name),
    );
    if (store.external !== undefined || through === undefined) return [];
    const further = driverOf(store).tasks === true ? Object.entries(opened(store)) : [];
    if (store.publish === undefined && further.length === 0) return [];
    const place = output(addressOf(store).main).apply((main) => main.split(",")[0] ?? "");
    const { ports } = engineContainer(store);
    return [
      ...(store.publish === undefined ? [] : [command(store.name, through, place, store.publish)]),
      // Over TCP alone, as the Session Manager forwards.
      ...further.map(([port, published]) => {
        const at = place.apply((main) => `${main.split(":")[0] ?? ""}:${ports[port] ?? 0}`);
        return command(`${store.name}-${port}`, through, at, published);
      }),
    ];
  });
  return Object.fromEntries([...services, ...stores]);
}
