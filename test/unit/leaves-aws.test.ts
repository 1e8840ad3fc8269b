import { it } from "vitest";
import { hold } from "../support/leaves/hold";

it(
  "every property of the model changes what is made on AWS, or is refused there, unless the list says why not",
  { timeout: 1_200_000 },
  () => hold("aws", 0.05),
);
