import { PlainError } from "../../setup/errors";
import { given } from "../../setup/workspace";

const variable = "TRIREME_MINUTES";

/**
 * How many minutes `npm test` has for all suites together: `TRIREME_MINUTES`, without a limit where it is not set. CI ends a run that
 * takes longer, and a run that is cut off says nothing.
 *
 * @throws PlainError when it is not a positive number
 */
export function minutesFor(env: NodeJS.ProcessEnv): number {
  const text = given(env[variable]);
  if (text === undefined) return Infinity;
  const minutes = Number(text);
  if (minutes > 0) return minutes;
  throw new PlainError(
    `${variable} is "${text}"; allowed is a positive number of minutes, such as 85. Unset it to run without a limit.`,
  );
}

/**
 * Why a suite is not begun: what is left of the time is less than what it takes.
 *
 * @param taken minutes that the suites before it took
 * @param needed minutes that it takes on two processors, with what it has to build
 * @returns undefined where it fits
 */
export function noTimeFor(name: string, limit: number, taken: number, needed: number): string | undefined {
  const left = limit - taken;
  if (needed <= left) return undefined;
  const minutes = Math.max(0, Math.floor(left));
  return `It takes about ${needed} minutes, and ${minutes} of the ${limit} of ${variable} are left. Run it alone: npm test -- ${name}`;
}
