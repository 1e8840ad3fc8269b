import { expect, it } from "vitest";
import { runPiped, type Piece } from "../../../setup/processes";

const sh = (script: string): Piece => ({ line: ["sh", "-c", script], env: process.env });

it("gives the second command what the first writes, byte for byte", async () => {
  await expect(
    runPiped(
      sh("head -c 3000000 /dev/zero | tr '\\0' '\\377'; echo what a person is told >&2"),
      sh("[ $(tr -d '\\377' | wc -c) = 0 ]"),
    ),
  ).resolves.toBeUndefined();
});

it.each([
  ["the first failed", "echo half; echo no such backup >&2; exit 3", "cat >/dev/null", /^no such backup$/],
  ["the second failed", "cat /dev/zero", "head -c 10 >/dev/null; echo no room >&2; exit 1", /^no room$/],
  // Nothing is on its way when the second ends: its input closes without an error.
  [
    "the second failed between two writes",
    "sleep 0.3; cat /dev/zero",
    "echo no room >&2; exit 1",
    /^no room$/,
  ],
  [
    "both failed",
    "echo damaged >&2; exit 1",
    "cat >/dev/null; echo it did not come whole >&2; exit 1",
    /^damaged$/,
  ],
  ["one failed and said nothing", "exit 5", "cat >/dev/null", /failed with exit code 5/],
])("says why when %s", async (_, source, sink, said) => {
  await expect(runPiped(sh(source), sh(sink))).rejects.toThrow(said);
});

it("says which command could not be started", async () => {
  const none: Piece = { line: ["no-such-command-anywhere"], env: process.env };
  await expect(runPiped(none, sh("cat >/dev/null"))).rejects.toThrow(/no-such-command-anywhere/);
  await expect(runPiped(sh("cat /dev/zero"), none)).rejects.toThrow(/no-such-command-anywhere/);
});
