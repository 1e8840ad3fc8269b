import { Argument, Command, Option } from "commander";
import { UsageError } from "../../setup/errors";
import type { AnyCommand, Call, Parameter, Parameters } from "./declaration";
import { exitCodes, section } from "./help";
import { commandTable } from "./table";

/** The stack that is meant where none is named. */
const DEFAULT_STACK = "dev";

/** What every command on a stack has besides its own. */
const stackArgument = new Argument("[stack]", "name of a stack, of a Pulumi.<stack>.yaml in the checkout");
const stackOption = new Option("-s, --stack <name>", "the stack, instead of the first argument").argParser(
  // As `-s=prod`, too.
  (text: string) => text.replace(/^=/, ""),
);

function optionOf(parameter: Parameter<unknown>): Option {
  const option = new Option(parameter.term, parameter.summary);
  const { parse, repeated, choices, conflicts } = parameter;
  if (choices !== undefined) option.choices(choices);
  if (conflicts !== undefined) option.conflicts([...conflicts]);
  if (parse !== undefined) option.argParser(parse);
  if (repeated === true)
    option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
  else if (parameter.default !== undefined && parameter.default !== false && !option.negate)
    option.default(parameter.default);
  return option;
}

function argumentOf({ term, summary, choices, default: value }: Parameter<unknown>): Argument {
  const argument = new Argument(term, summary);
  if (choices !== undefined) argument.choices(choices);
  if (value !== undefined && !argument.variadic) argument.default(value);
  return argument;
}

/** The command as commander knows it. */
function built(declaration: AnyCommand, all: Command): Command {
  const { name, summary, description, stack, passes, examples } = declaration;
  const one = new Command(name)
    .copyInheritedSettings(all)
    .summary(summary)
    .description([`${summary}.`, ...(description === undefined ? [] : ["", description])].join("\n"))
    .allowUnknownOption(passes !== undefined)
    .allowExcessArguments(passes !== undefined);
  if (stack) one.addArgument(stackArgument).addOption(stackOption);
  for (const parameter of Object.values((declaration.arguments ?? {}) as Parameters))
    one.addArgument(argumentOf(parameter));
  for (const parameter of Object.values((declaration.options ?? {}) as Parameters))
    one.addOption(optionOf(parameter));
  if (passes !== undefined)
    one
      .usage(`[stack] [options] [options of ${passes.to}]`)
      .addHelpText("after", section(`Passed on to ${passes.to}, as are its other options:`, passes.options));
  return one
    .addHelpText(
      "after",
      section(
        "Examples:",
        examples.map(([words, what]) => [`npx trireme ${words}`, what]),
      ),
    )
    .addHelpText("after", section("Exit codes:", exitCodes(declaration)))
    .showHelpAfterError(`Usage: trireme ${name} ${one.usage()}\nMore: npx trireme ${name} --help`);
}

/**
 * The whole command line. Of commands that are not loaded it knows name and summary, which is enough for the overview and for
 * the nearest name.
 */
export function program(loaded: readonly AnyCommand[], version: string): Command {
  const all = new Command("trireme")
    .description("Describes a web application once, and runs it on Docker, Kubernetes or AWS.")
    .usage("<command> [stack] [options]")
    .version(version, "-V, --version", "print the version")
    .enablePositionalOptions()
    .showHelpAfterError("All commands: npx trireme --help")
    .exitOverride();
  for (const { name, summary, group } of commandTable) {
    const declaration = loaded.find((one) => one.name === name);
    const one = declaration === undefined ? new Command(name).summary(summary) : built(declaration, all);
    all.addCommand(one.helpGroup(`${group}:`).action(() => undefined));
  }
  return all
    .addHelpText("after", section("Exit codes:", exitCodes({})))
    .addHelpText("after", "\nHelp for a command: npx trireme <command> --help, and docs/commands.md");
}

/** Where the words that are not this command line's begin: what follows a `--` goes on unread. */
function divided(args: readonly string[], passes: boolean): readonly [readonly string[], readonly string[]] {
  // npm takes one `--` away; a person may have written a second one.
  const words = args[0] === "--" ? args.slice(1) : [...args];
  const end = passes ? words.indexOf("--") : -1;
  return end < 0 ? [words, []] : [words.slice(0, end), words.slice(end)];
}

function stackOf(argument: string, option: string | undefined): string {
  if (argument !== "" && option !== undefined)
    throw new UsageError(`The stack is named twice, ${argument} and ${option}: name it once.`);
  return option ?? (argument === "" ? DEFAULT_STACK : argument);
}

/**
 * Reads what follows a command's name.
 *
 * @throws CommanderError after it has printed help, or an error with the nearest name
 * @throws UsageError where the words do not make a call
 */
export function parsed(declaration: AnyCommand, args: readonly string[], version = ""): Call<never, never> {
  const [words, tail] = divided(args, declaration.passes !== undefined);
  // The stack is the first word and no later one, so its place is filled where another one stands first.
  const placed =
    declaration.stack && (words[0] === undefined || words[0].startsWith("-")) ? ["", ...words] : words;
  const all = program([declaration], version);
  all.parse([declaration.name, ...placed], { from: "user" });
  const one = all.commands.find((command) => command.name() === declaration.name);
  if (one === undefined)
    throw new Error(
      `${declaration.name} is not in the table of commands: npx trireme reference writes it again.`,
    );
  const given = one.opts<Readonly<Record<string, unknown>>>();
  const options = Object.entries((declaration.options ?? {}) as Parameters).map(([key, parameter]) => [
    key,
    given[new Option(parameter.term).attributeName()] ?? parameter.default,
  ]);
  const shift = declaration.stack ? 1 : 0;
  const keys = Object.keys((declaration.arguments ?? {}) as Parameters);
  const values = keys.map((key, index) => [key, one.processedArgs[index + shift] as unknown]);
  const call = {
    stack: declaration.stack ? stackOf(String(one.processedArgs[0]), given.stack as string | undefined) : "",
    options: Object.fromEntries(options) as never,
    arguments: Object.fromEntries(values) as never,
    passed: declaration.passes === undefined ? [] : [...one.args.slice(shift), ...tail],
  };
  const refused = declaration.refuse?.(call);
  if (refused !== undefined) throw new UsageError(refused);
  return call;
}
