import type { Suite } from "./debian-root";
import type { Step } from "../../setup/progress";

/** How an image is made where the official one cannot be pulled. */
export interface Recipe {
  readonly name: string;
  /** Of `lab/images`. @default the name */
  readonly folder?: string;
  /** Arguments of the build. */
  readonly args?: Readonly<Record<string, string>>;
  /** The version of what it runs, as its tag says. */
  readonly version: string;
  readonly suite: Suite;
  /** What the recipe's folder does not hold: pinned, and added to the build context when it is built. */
  readonly fetched?: { readonly pins: string; readonly into: (context: string, step: Step) => Promise<void> };
}
