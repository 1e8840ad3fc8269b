import { get, HttpError, numberOf, post, readObject, type Call, type Route } from "../http";
import { sendEvents } from "../streams";
import { readSource } from "./echo";
import type { Context } from "./context";

/**
 * Server-sent events to try a proxy's patience with: one at once, a silence of `?silence=SECONDS` (default 60),
 * then the last; or `?events=N&every=MILLISECONDS`. With `?unbuffered=1` the application itself asks the proxy not to collect them.
 */
export function streamRoutes(context: Context): readonly Route[] {
  async function stream(call: Call): Promise<void> {
    const silence = numberOf(call, "silence", 60, 3600) * 1000;
    const everyMs = numberOf(call, "every", silence, 3_600_000);
    const events = numberOf(call, "events", 2, 100_000);
    const message = (await readSource(context)).trim();
    await sendEvents(call, context.streams, {
      events,
      everyMs,
      unbuffered: numberOf(call, "unbuffered", 0, 1) === 1,
      event: (index) => ({
        name: index + 1 < events ? "tick" : "end",
        data: { service: context.settings.role, index, time: new Date().toISOString(), message },
      }),
    });
  }
  return [get("/stream", stream), get("/stream/*", stream)];
}

const tokenPauseMs = 20;

/** Answers a chat word by word, as a language model does. */
export function chatRoutes({ streams }: Context): readonly Route[] {
  async function chat(call: Call): Promise<void> {
    const { message } = await readObject(call);
    if (typeof message !== "string") throw new HttpError(422, "message must be a text");
    const tokens = `You said: ${message}`.split(/(?<=\s)/);
    await sendEvents(call, streams, {
      events: tokens.length + 1,
      everyMs: tokenPauseMs,
      event: (index) =>
        index < tokens.length
          ? { name: "token", data: { token: tokens[index] } }
          : { name: "done", data: { tokens: tokens.length } },
    });
  }
  return [post("/chat", chat)];
}
