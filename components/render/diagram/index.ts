import type { System } from "../../model";
import { contentOf } from "./content";
import { layout } from "./layout";
import { mermaid } from "./mermaid";
import { svg } from "./svg";

/**
 * The system as a self-contained SVG picture for a README: light and dark, the same bytes for the same system.
 *
 * @throws SystemError when a reference leads to nothing; `check` finds those first
 */
export async function renderSvg(system: System): Promise<string> {
  return svg(await layout(system));
}

/**
 * The system as a Mermaid flow chart, as GitHub draws it from a fenced block.
 *
 * @throws SystemError when a reference leads to nothing; `check` finds those first
 */
export function renderMermaid(system: System): string {
  return mermaid(contentOf(system));
}
