import { it } from "vitest";
import { hold } from "../support/leaves/hold";

it(
  "every property of the model changes what is made on Kubernetes, or is refused there, unless the list says why not",
  { timeout: 300_000 },
  () => hold("kubernetes", 0.25),
);
