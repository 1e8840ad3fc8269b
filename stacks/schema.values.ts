import { z } from "zod";
import { isBytes } from "../components/model";

/** An amount of memory or storage. */
export const size = z
  .string()
  .refine(isBytes, 'expected a size such as "256Mi" or "1Gi"')
  // What `isBytes` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti)$" });
