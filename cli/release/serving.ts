import type { Pins } from "../../components/model";
import { tagOf } from "./releases";

/** The image that a service's newest instances run. */
export interface Serving {
  readonly service: string;
  /** Reference by tag or digest; absent where nothing is known of it. */
  readonly image?: string;
}

/** Whether an image is one of a release. */
function isOf(image: string, tag: string, pins: Pins): boolean {
  const own = tagOf(image);
  return own === tag || Object.values(pins).some((pin) => pin === own);
}

/**
 * What is told of a release that did not come up. On an engine and in a cluster the one before serves then, whole; where each service
 * goes back by itself, some may run the new one already.
 *
 * @param pins what the references of the release stand for
 */
export function notCome(tag: string, pins: Pins, serving: readonly Serving[]): string {
  const arrived = serving.filter(({ image }) => image !== undefined && isOf(image, tag, pins));
  if (arrived.length === 0) return `${tag} did not come up; the previous release still serves.`;
  const others = serving.filter((one) => !arrived.includes(one));
  const names = (some: readonly Serving[]) => some.map(({ service }) => service).join(", ");
  const back = others.length === 0 ? "" : `; ${names(others)} still run the previous release`;
  return `${tag} did not come up whole: ${names(arrived)} run it already${back}.`;
}
