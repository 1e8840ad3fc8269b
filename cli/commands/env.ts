import { settings } from "../../setup/environment";
import { progressOn } from "../../setup/progress";
import { command } from "../command-line/declaration";

/** A value as a shell reads it back unchanged. */
export function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

export const declaration = command({
  name: "env",
  group: "This machine",
  summary: "Print what plain pulumi and docker commands need in a shell",
  stack: false,
  examples: [["env", 'use it as: eval "$(npx trireme env)"']],
  async run() {
    const set = await settings(["cli", "plugins", "images"], progressOn());
    for (const [name, value] of Object.entries(set)) console.log(`export ${name}=${shellQuoted(value)}`);
    return 0;
  },
});
