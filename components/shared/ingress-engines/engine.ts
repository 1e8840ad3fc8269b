import type { Ingress } from "../../model";
import type { Refusal } from "../refusal";

/** What of an engine's limits is the target's. */
export interface EnginePlace {
  /** Whether the target brings a renewed certificate of an authority to any engine. */
  readonly renews: boolean;
}

/** What takes the requests, as far as it can be said before anything is made; each target's own components make it. */
export interface Engine {
  /** What it cannot do of an ingress, and what to write instead. */
  refusals(ingress: Ingress, place: EnginePlace): readonly Refusal[];
}
