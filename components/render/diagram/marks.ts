import { fonts, pillHeight, tagSize, type Pill } from "./rows";
import { xml } from "./text";

/** A network's number in its colour; `number` counts from 1. */
export function networkTag(number: number, colours: readonly number[], x: number, y: number): string {
  return `<g class="tag n${colours[number - 1] ?? 0}"><rect x="${x}" y="${y}" width="${tagSize}" height="${tagSize}" rx="4"/><text x="${x + tagSize / 2}" y="${y + 12.5}" font-size="${fonts.tag}" text-anchor="middle">${number}</text></g>`;
}

/** A short text on a rounded ground: an open host port, or access to the internet. */
export function pillSvg({ kind, text, width }: Pill, x: number, y: number): string {
  return `<g class="${kind}"><rect x="${x}" y="${y}" width="${width}" height="${pillHeight}" rx="${pillHeight / 2}"/><text x="${x + width / 2}" y="${y + 13.5}" font-size="${fonts.tag}" text-anchor="middle">${xml(text)}</text></g>`;
}
