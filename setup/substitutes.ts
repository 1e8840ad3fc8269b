import { readFileSync } from "node:fs";
import { localFiles } from "./workspace";

/** Local images by the official ones in whose place set-up made them; none where the registry answers. */
export function substitutes(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(localFiles.images, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}
