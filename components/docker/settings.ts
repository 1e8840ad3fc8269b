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
      ),
  })
  .describe("Settings of the Docker engine, which a system does not know.");
