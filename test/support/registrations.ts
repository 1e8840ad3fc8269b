import type { Subject } from "../../policies/subject";
import type { Deployment } from "./mocks";

/** What a program registered, as policies see it in a preview. */
export function subjectsOf({ resources }: Deployment<unknown>): readonly Subject[] {
  const types = new Map(
    resources
      .filter(({ type }) => type.startsWith("trireme:"))
      .map(({ name, type, parent }) => [name, { type, parent }]),
  );
  const above = (name: string): readonly string[] => {
    const found = types.get(name);
    return found === undefined ? [] : [...above(found.parent === name ? "" : found.parent), found.type];
  };
  return resources.map(({ type, name, parent, inputs, texts, protect }) => ({
    urn: `urn:pulumi:prod::trireme::${[...above(parent), type].join("$")}::${name}`,
    name,
    type,
    props: inputs,
    secrets: texts
      .filter(({ secret }) => secret)
      .map(({ path }) => path.replace(/^\./, "").replace(/\.(\d+)(?=\.|$)/g, "[$1]")),
    protect,
  }));
}
