import { readStackFile, StackFileError } from "../../stacks/config/file";
import { PlainError } from "../../setup/errors";

/**
 * What a command reads from a stack's file.
 *
 * @throws PlainError with the file's name and every error in it
 */
export function readable<T>(stack: string, folder: string, read: (text: string) => T): T {
  try {
    return readStackFile(stack, folder, read);
  } catch (error) {
    if (error instanceof StackFileError) throw new PlainError(error.message);
    throw error;
  }
}
