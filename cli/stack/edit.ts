import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isCollection, type Document } from "yaml";
import { parseStackFile, stackFileName } from "../../stacks/config/file";
import { stackFileDocument } from "../../stacks/config/yaml";
import { readable } from "./text";
import { projectRoot } from "../../setup/workspace";

/** A change to a stack's file: a key's path below `config`, and its value; undefined takes the key away. */
export interface Edit {
  readonly path: readonly [`trireme:${string}`, ...string[]];
  readonly value: unknown;
}

/**
 * The text of a stack's file with changes. Comments and the order of keys stay.
 *
 * @throws ConfigError naming each error when the text is not valid YAML
 */
export function edited(text: string, edits: readonly Edit[]): string {
  const document = stackFileDocument(text);
  for (const { path, value } of edits) {
    const keys = ["config", ...path];
    if (value === undefined) remove(document, keys);
    else document.setIn(keys, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}

/** Takes a key away, and the maps that it leaves empty. */
function remove(document: Document, keys: readonly string[]): void {
  if (!document.hasIn(keys)) return;
  document.deleteIn(keys);
  const above = keys.slice(0, -1);
  const node: unknown = document.getIn(above);
  if (above.length > 1 && isCollection(node) && node.items.length === 0) remove(document, above);
}

/**
 * Changes `Pulumi.<stack>.yaml`.
 *
 * @throws PlainError with every error of a file that cannot be read
 */
export function editStackFile(stack: string, edits: readonly Edit[], folder = projectRoot): void {
  const text = readable(stack, folder, (before) => edited(before, edits));
  writeFileSync(join(folder, stackFileName(stack)), text);
}

/**
 * Refuses changes after which a stack's file would not be valid; writes nothing.
 *
 * @throws PlainError with every error
 */
export function refuseEdits(stack: string, edits: readonly Edit[], folder = projectRoot): void {
  readable(stack, folder, (before) => parseStackFile(edited(before, edits)));
}
