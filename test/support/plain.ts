import { partsOf, type Value } from "../../components/model";

/** A value's text, with the name of what it refers to in the place of each reference: as services are found on an engine. */
export function plain(value: Value): string {
  return partsOf(value)
    .map((part) => (typeof part === "string" ? part : part.name))
    .join("");
}
