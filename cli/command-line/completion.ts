import { commandTable } from "./table";

/** The shells that there is a script for. */
export const shells = ["bash", "zsh"] as const;

/** Of each command its options, and what its first argument may be. */
function branches(indent: string): string {
  return commandTable
    .map(({ name, stack, options, choices }) => {
      const all = [options, ...(stack ? ["-s --stack"] : []), "-h --help"].filter((one) => one !== "");
      return `${indent}${name}) options='${all.join(" ")}' choices='${choices}' stacks=${stack ? 1 : 0} ;;`;
    })
    .join("\n");
}

/** The functions that both shells share are written for a POSIX shell. */
const zshAsSh = '[ -z "${ZSH_VERSION-}" ] || emulate -L sh';

/** Finds the checkout above the current folder, and prints the names of its stacks. */
const stacks = `_trireme_stacks() {
  ${zshAsSh}
  local folder=$PWD file
  while [ ! -f "$folder/cli/bootstrap.mjs" ]; do
    [ -n "$folder" ] || return 0
    folder=\${folder%/*}
  done
  for file in "$folder"/Pulumi.*.yaml; do
    [ -f "$file" ] || continue
    file=\${file##*/Pulumi.}
    printf '%s\\n' "\${file%.yaml}"
  done
}`;

/** What may follow, one a line: `_trireme_words CURRENT PREVIOUS PLACE COMMAND`. PLACE is 0 for the command itself. */
const candidates = (): string => `_trireme_words() {
  ${zshAsSh}
  local current=$1 previous=$2 place=$3 command=$4 options choices stacks
  if [ "$place" = 0 ]; then
    printf '%s\\n' ${commandTable.map(({ name }) => name).join(" ")} help --help --version
    return 0
  fi
  if [ "$command" = help ]; then
    printf '%s\\n' ${commandTable.map(({ name }) => name).join(" ")}
    return 0
  fi
  case $command in
${branches("    ")}
    *) return 0 ;;
  esac
  case $previous in
    -s | --stack) [ "$stacks" = 0 ] || _trireme_stacks; return 0 ;;
  esac
  case $current in
    --stack=*) [ "$stacks" = 0 ] || _trireme_stacks | sed 's/^/--stack=/' ;;
    -*) printf '%s\\n' "$options" | tr ' ' '\\n' ;;
    *)
      [ "$place" != 1 ] || [ "$stacks" = 0 ] || _trireme_stacks
      [ "$place" != 1 ] || [ -z "$choices" ] || printf '%s\\n' "$choices" | tr ' ' '\\n'
      ;;
  esac
}`;

const bash = `_trireme() {
  local first=1 line
  if [ "\${COMP_WORDS[0]##*/}" = npx ]; then
    [ "\${COMP_WORDS[1]}" = trireme ] && [ "$COMP_CWORD" -gt 1 ] || return 0
    first=2
  fi
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  # bash takes the = of --stack=prod for a word of its own.
  [ "$current" != = ] || current=
  [ "$previous" != = ] || previous=\${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n $line && $line == "$current"* ]] && COMPREPLY+=("$line")
  done < <(_trireme_words "$current" "$previous" $((COMP_CWORD - first)) "\${COMP_WORDS[first]}")
}
complete -o default -F _trireme trireme npx`;

const zsh = `_trireme() {
  local first=2
  if [ "\${words[1]##*/}" = npx ]; then
    [ "\${words[2]}" = trireme ] && [ "$CURRENT" -gt 2 ] || { _default; return }
    first=3
  fi
  local -a found
  found=(\${(f)"$(_trireme_words "\${words[CURRENT]}" "\${words[CURRENT-1]}" $((CURRENT - first)) "\${words[first]}")"})
  compadd -- $found || _default
}
compdef _trireme trireme npx`;

/** A script that completes commands, options and names of stacks. */
export function completionScript(shell: (typeof shells)[number]): string {
  return [
    `# Completion of trireme, and of npx trireme, for ${shell}; written by trireme completion ${shell}.`,
    stacks,
    candidates(),
    shell === "bash" ? bash : zsh,
    "",
  ].join("\n");
}
