import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";

/** What takes the requests on a Docker host, as far as it can be said before anything is made; `create.ts` makes it. */
export interface Engine {
  /** What it cannot do of an ingress, and what to write instead. */
  refusals(ingress: Ingress): readonly Refusal[];
}
