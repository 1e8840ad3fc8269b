import { ConfigError } from "../../stacks/config/parse";
import { PlainError } from "../../setup/errors";

/**
 * What is read from a stack's file.
 *
 * @throws PlainError with the file's name and every error of it
 */
export function readable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) throw new PlainError(`${file}: ${error.message}`);
    throw error;
  }
}
