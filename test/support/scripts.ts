import type { Deployment } from "./mocks";

const shells: ReadonlySet<string> = new Set(["sh", "/bin/sh", "bash", "/bin/bash"]);

/** The script of a command line that a shell runs. */
function given(words: readonly unknown[]): readonly string[] {
  const at = words.findIndex((word) => /^-[a-z]*c$/.test(String(word)));
  return words.some((word) => shells.has(String(word))) && at >= 0 ? [String(words[at + 1])] : [];
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every script in what a resource is made of: files that begin with a shell's name, and what a shell is given to run. */
function within(node: unknown): readonly string[] {
  if (typeof node === "string") {
    if (/^#!\/bin\/(ba)?sh/.test(node)) return [node];
    const inner = parsed(node);
    return inner === undefined ? [] : within(inner);
  }
  if (node === null || typeof node !== "object") return [];
  if (Array.isArray(node)) return [...given(node), ...node.flatMap(within)];
  const { entrypoints, entrypoint, entryPoint, command, args } = node as Record<string, unknown>;
  const lines = [
    [entrypoints ?? entrypoint ?? entryPoint ?? [], command ?? []],
    [command ?? [], args ?? []],
  ];
  return [...lines.flatMap((line) => given(line.flat())), ...Object.values(node).flatMap(within)];
}

/** The scripts of all that a program registered, each once. */
export function scriptsOf({ resources }: Deployment<unknown>): readonly string[] {
  return [...new Set(resources.flatMap(({ inputs }) => within(inputs)))].sort();
}
