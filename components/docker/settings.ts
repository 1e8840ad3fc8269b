import { z } from "zod";

/** The engine's own networks: on them containers have no names of their choice, or no network at all. */
const builtIn = ["bridge", "host", "none"];

/** What the operator of a Docker engine says: key `trireme:docker`. */
export const dockerSchema = z
  .strictObject({
    network: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "expected the name of a network, as docker network ls lists it")
      .refine(
        (name) => !builtIn.includes(name),
        "expected a network of your own: docker network create NAME makes one",
      )
      .describe(
        "Existing network of the engine that the ingress joins, with the services and jobs that use an external store.",
      )
      .optional(),
    addresses: z
      .string()
      .regex(
        /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:8|9|1\d|2[0-4])$/,
        "expected a range of IPv4 addresses with a prefix of 8 to 24 bits: 198.18.0.0/15",
      )
      .optional()
      .describe(
        "Range of IPv4 addresses of which the network of a store with several servers that watch each other takes 256; one that nothing on the engine's machine uses.",
      ),
  })
  .describe("Settings of the Docker engine, which a system does not know.");
