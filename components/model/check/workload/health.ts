import type { System } from "../../system";
import type { Problem } from "../problem";

/** How often a question may fail: not at all would be no question. */
export function checkHealth(system: System): readonly Problem[] {
  return system.services.flatMap(({ name, health, readiness, liveness }) =>
    Object.entries({ health, readiness, liveness }).flatMap(([key, asked]) => {
      const retries = asked?.retries;
      if (retries === undefined || (Number.isInteger(retries) && retries >= 1)) return [];
      return [
        {
          path: `services.${name}.${key}.retries`,
          message: `${retries} is not a number of failures in a row; allowed are whole numbers from 1`,
        },
      ];
    }),
  );
}
