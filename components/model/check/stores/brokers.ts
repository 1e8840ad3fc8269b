import { isServer } from "../../engines";
import type { System } from "../../system";
import { bytes } from "../../values/units";
import type { Problem } from "../problem";

/** What goes through URLs and RabbitMQ's configuration unchanged. */
const plain = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
const says = "a letter or _ first, then letters, digits, _, . and -, up to 128 characters";
/** An idle node takes about 160 MB, and publishers wait above six tenths of the limit. */
const least = "384Mi";
/** What the server is told by properties of its own. */
const own: Readonly<Record<string, string>> = {
  default_user: "user",
  default_vhost: "virtualHost",
  default_pass: "no property: the target generates it",
};

/** A RabbitMQ's names, version, memory and settings. */
export function checkBrokers(system: System): readonly Problem[] {
  return system.stores
    .filter(isServer)
    .filter((store) => store.engine === "rabbitmq")
    .flatMap(({ name, owner, virtualHostName, version, resources, parameters = {} }) => {
      const problem = (property: string, wrong: boolean, message: string): readonly Problem[] =>
        wrong ? [{ path: `stores.${name}.${property}`, message }] : [];
      const limit = resources?.memory.limit;
      return [
        ...problem(
          "user",
          !plain.test(owner),
          `${JSON.stringify(owner)} does not survive every URL; allowed are ${says}`,
        ),
        ...problem(
          "virtualHost",
          virtualHostName !== "/" && !plain.test(virtualHostName),
          `${JSON.stringify(virtualHostName)} does not survive every URL; allowed are "/", and ${says}`,
        ),
        ...problem(
          "version",
          Number(/^\d+/.exec(version)?.[0] ?? 4) < 4,
          `"${version}" has reached its end of support, and its definitions are not saved; write "4.0" or a later one`,
        ),
        ...problem(
          "resources.memory.limit",
          limit !== undefined && bytes(limit) < bytes(least),
          `"${limit ?? ""}" is so little that publishers wait from the start; write at least "${least}"`,
        ),
        ...Object.entries(parameters).flatMap(([parameter, value]) => [
          ...problem(
            `parameters.${parameter}`,
            !/^[a-z][A-Za-z0-9_.-]*$/.test(parameter),
            "is not a valid name of a setting; allowed are a small letter first, then letters, digits, _, . and -",
          ),
          ...problem(
            `parameters.${parameter}`,
            /[\r\n]/.test(value),
            "has a line break, which would begin another setting; write it in one line",
          ),
          ...problem(
            `parameters.${parameter}`,
            Object.hasOwn(own, parameter),
            `is what the store itself says by ${own[parameter] ?? ""}; leave it out`,
          ),
        ]),
      ];
    });
}
