import { describe, expect, it } from "vitest";
import { textToRestore } from "../../../../cli/stack/file";

const clean = "config:\n  # why\n\n  trireme:domain: localhost\n";
const salted = "config:\n  # why\n  trireme:domain: localhost\nencryptionsalt: v1:abc\n";

describe("a stack's file after a run of the CLI", () => {
  it("gets its own text back when only the salt was added", () => {
    expect(textToRestore(salted, clean, undefined)).toBe(clean);
  });

  it("gets the committed text back when an earlier run had added the salt", () => {
    expect(textToRestore(salted, salted, clean)).toBe(clean);
  });

  it("gets its text back where the CLI wrote a number as text", () => {
    const counted = clean.replace("config:\n", "config:\n  trireme:replicas: 2\n");
    const written = salted.replace("config:\n", 'config:\n  trireme:replicas: "2"\n');
    expect(textToRestore(written, counted, undefined)).toBe(counted);
  });

  it("stays when nothing was added", () => {
    expect(textToRestore(clean, clean, clean)).toBeUndefined();
  });

  it("keeps a value that was set meanwhile", () => {
    expect(textToRestore(salted.replace("localhost", "example.org"), clean, clean)).toBeUndefined();
  });

  it("keeps a salt that is under version control, for secrets in the file need it", () => {
    const secret = "config:\n  trireme:key:\n    secure: v1:xyz\nencryptionsalt: v1:abc\n";
    expect(textToRestore(secret, secret, secret)).toBeUndefined();
  });
});
