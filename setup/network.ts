import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PlainError } from "./errors";
import type { Step } from "./progress";

const ANSWER_MS = 5_000;

const asked = new Map<string, Promise<boolean>>();

async function ask(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return response.status < 500;
  } catch {
    return false;
  }
}

/** True if the site answers within five seconds, with whatever status below 500. A site is asked once per run. */
export async function answers(url: string): Promise<boolean> {
  const answer = asked.get(url) ?? ask(url);
  asked.set(url, answer);
  return await answer;
}

async function request(url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new PlainError(`${url} could not be fetched: ${(error as Error).message}`);
  }
  if (!response.ok) throw new PlainError(`${url} answered ${response.status} ${response.statusText}`);
  return response;
}

/** The text of a page. */
export async function fetchText(url: string): Promise<string> {
  return await (await request(url)).text();
}

/**
 * Downloads a file and proves that it is the one meant.
 *
 * @param sha256 in hexadecimal
 * @throws PlainError when the site does not give it, or gives something else
 */
export async function download(url: string, sha256: string, target: string, step: Step): Promise<void> {
  const response = await request(url);
  if (!response.body) throw new PlainError(`${url} answered without a body`);
  const total = Number(response.headers.get("content-length") ?? 0);
  const hash = createHash("sha256");
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      received += chunk.length;
      const of = total > 0 ? ` of ${(total / 1e6).toFixed(0)}` : "";
      step.say(`${(received / 1e6).toFixed(0)}${of} MB`);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), count, createWriteStream(target));
  const actual = hash.digest("hex");
  if (actual !== sha256)
    throw new PlainError(`${url} has the checksum ${actual}, not the expected ${sha256}`);
}
