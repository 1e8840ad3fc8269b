/** An option or argument of a command; its key in the declaration is where its value is found. */
export interface Parameter<T> {
  /** For an option as commander has it, `-n, --tail <lines>`; for an argument `<tag>`, `[stack]`, `[component...]`. */
  readonly term: string;
  /** What it does, with the unit of its value. */
  readonly summary: string;
  readonly default?: T;
  /** The allowed values. */
  readonly choices?: readonly string[];
  /** Terms of options that it does not go together with, without dashes: `at`. */
  readonly conflicts?: readonly string[];
  /** Given several times, its values are collected. */
  readonly repeated?: boolean;
  /** @throws UsageError where the text is not a value */
  readonly parse?: (text: string) => T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What a command was called with, by the keys of its declaration. */
type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** One call of a command. */
export interface Call<O extends Parameters, A extends Parameters> {
  /** The stack that was named, else `dev`; empty for a command without a stack. */
  readonly stack: string;
  readonly options: Values<O>;
  readonly arguments: Values<A>;
  /** What goes on to another command, in the order given; empty where nothing does. */
  readonly passed: readonly string[];
}

/** Where the words go that a command does not know. */
export interface Passing {
  /** The command that they go on to: `pulumi up`. */
  readonly to: string;
  /** Those worth telling, term and summary; it takes all that the other command takes. */
  readonly options: readonly (readonly [term: string, summary: string])[];
}

/** Where commands are declared, one file each: those of operators, and those of whoever works on Trireme itself. */
export const commandFolders = ["cli/commands", "lab/commands"] as const;
export type CommandFolder = (typeof commandFolders)[number];

/** The headings of the overview, in its order. */
export const groups = ["Deploy", "Look", "Data and secrets", "This machine", "Develop Trireme"] as const;

/** All that is known of a command without running it. */
export interface Declaration<O extends Parameters = Parameters, A extends Parameters = Parameters> {
  readonly name: string;
  readonly group: (typeof groups)[number];
  /** One line for the overview, without a full stop. */
  readonly summary: string;
  /** What else a person must know before calling it. */
  readonly description?: string;
  /** Whether it works on a stack, which is then its first argument. */
  readonly stack: boolean;
  /** In the order in which they are given. */
  readonly arguments?: A;
  readonly options?: O;
  readonly passes?: Passing;
  /** The only target that it works on, and what to do on the others. @default all */
  readonly only?: { readonly target: "docker"; readonly instead: string };
  /** Meanings of exit codes besides those of every command. */
  readonly exits?: Readonly<Record<number, string>>;
  /** The exit code of a wrong call. @default 2 */
  readonly usageCode?: number;
  /** Words after `trireme`, and what they do. */
  readonly examples: readonly (readonly [words: string, what: string])[];
  /** Why a call whose options and arguments are each valid is refused; undefined where it is not. */
  readonly refuse?: (call: Call<O, A>) => string | undefined;
  /** Resolves to the exit code. */
  readonly run: (call: Call<O, A>) => Promise<number>;
}

/** A declared command of any options and arguments. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- calls differ by command, and are made from its own declaration
export type AnyCommand = Declaration<any, any>;

/** Declares a command: the one export by which the command line, its help, completion and documentation know it. */
export function command<O extends Parameters = {}, A extends Parameters = {}>( // eslint-disable-line @typescript-eslint/no-empty-object-type -- no options
  declaration: Declaration<O, A>,
): Declaration<O, A> {
  return declaration;
}

/** An option that is given or not. */
export function flag(
  term: string,
  summary: string,
  more: Partial<Parameter<boolean>> = {},
): Parameter<boolean> {
  return { term, summary, default: false, ...more };
}

/** `--no-…`: true unless it is given. */
export function unless(term: string, summary: string): Parameter<boolean> {
  return { term, summary, default: true };
}

/** An option with a value, or an argument, that may be left out. */
export function optional(
  term: string,
  summary: string,
  more: Partial<Parameter<string | undefined>> = {},
): Parameter<string | undefined> {
  return { term, summary, ...more };
}

/** One that has a value in any case: an argument that must be given, or an option with a default. */
export function required(
  term: string,
  summary: string,
  more: Partial<Parameter<string>> = {},
): Parameter<string> {
  return { term, summary, ...more };
}

/** An option whose value may be left out: true where it is given alone. */
export function optionalValue(
  term: string,
  summary: string,
  more: Partial<Parameter<string | true | undefined>> = {},
): Parameter<string | true | undefined> {
  return { term, summary, ...more };
}

/** An argument for all further words, or an option that may be given several times. */
export function several(term: string, summary: string): Parameter<readonly string[]> {
  return { term, summary, default: [], repeated: true };
}

/** A value that its text is turned into; undefined where it is not given. */
export function parsedAs<T>(
  term: string,
  summary: string,
  parse: (text: string) => T,
  more: Partial<Parameter<T | undefined>> = {},
): Parameter<T | undefined> {
  return { term, summary, parse, ...more };
}

/** Does it without asking. */
export const yes = flag("-y, --yes", "do it without asking; required where there is no terminal to ask on");

/** Prints what it finds as JSON. */
export const json = flag("--json", "print JSON on standard output, and nothing else there");
