import { completionScript, shells } from "../command-line/completion";
import { command, required } from "../command-line/declaration";

export const declaration = command({
  name: "completion",
  group: "This machine",
  summary: "Print a script that completes commands in a shell",
  stack: false,
  arguments: { shell: required("<shell>", "the shell that reads it", { choices: shells }) },
  examples: [
    ["completion bash", "use it as: source <(npx trireme completion bash)"],
    ["completion zsh", "the same in zsh, after compinit"],
  ],
  run({ arguments: { shell } }) {
    process.stdout.write(completionScript(shell === "zsh" ? "zsh" : "bash"));
    return Promise.resolve(0);
  },
});
