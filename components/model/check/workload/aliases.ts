import { longestName } from "../limits";
import type { System } from "../../system";
import type { Problem } from "../problem";

/** A label of DNS that begins with a letter, as the names of components do. */
const label = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** Further names of services: spelled as names, and nobody else's. */
export function checkAliases(system: System): readonly Problem[] {
  const { services, stores, jobs, backups, ingress } = system;
  const components = [
    ...[...services, ...stores, ...jobs, ...backups].map(({ name }) => name),
    ...(ingress === undefined ? [] : [ingress.name]),
  ];
  const uses = services.flatMap((service) =>
    (service.aliases ?? []).map((alias, index) => ({
      service,
      alias,
      path: `services.${service.name}.aliases[${index}]`,
    })),
  );
  const wrong = ({ service, alias }: (typeof uses)[number], index: number): string | undefined => {
    if (!label.test(alias) || alias.length > longestName)
      return `${JSON.stringify(alias)} is not a valid name; allowed are up to ${longestName} lower-case letters, digits and inner hyphens, a letter first`;
    if (components.includes(alias))
      return `"${alias}" is the name of a component already; write another one, or leave it out`;
    if (uses.findIndex((other) => other.alias === alias) < index)
      return `"${alias}" is an alias already; each leads to one service`;
    const near = components.find((name) => alias.startsWith(`${name}-`));
    if (near !== undefined)
      return `"${alias}" could be the name of something that a target creates for "${near}"; write one that does not begin with "${near}-"`;
    return Object.keys({ ...service.ports, ...(service.port === undefined ? {} : { main: 1 }) }).length === 0
      ? `"${alias}" leads to a service without a port; give the service one, or leave aliases out`
      : undefined;
  };
  return uses.flatMap((use, index) => {
    const message = wrong(use, index);
    return message === undefined ? [] : [{ path: use.path, message }];
  });
}
