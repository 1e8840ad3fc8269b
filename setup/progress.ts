const HEARTBEAT_MS = 30_000;
const REDRAW_MS = 200;

/** One thing being done. */
export interface Step {
  /** Says what is happening right now. */
  say(detail: string): void;
}

/** Tells the person what is done: one line that changes on a terminal, plain lines elsewhere. */
export interface Progress {
  /** Runs one step and tells how it went and how long it took. */
  step<T>(title: string, body: (step: Step) => Promise<T>): Promise<T>;
  /** A line that stays. */
  note(text: string): void;
}

interface Running {
  readonly title: string;
  readonly started: number;
  detail: string;
  told: number;
}

/** `75000` → `1 min 15 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function line(running: Running): string {
  const detail = running.detail === "" ? "" : `: ${running.detail}`;
  return `${running.title}${detail} (${duration(Date.now() - running.started)})`;
}

/**
 * Progress on standard error, so that what a command prints can be read by a program.
 *
 * @param stream where to write; a terminal gets one line that changes
 */
export function progressOn(stream: NodeJS.WriteStream = process.stderr): Progress {
  const active = new Set<Running>();
  let timer: NodeJS.Timeout | undefined;
  const clear = () => stream.isTTY && stream.write("\r\x1b[2K");
  const draw = () => {
    if (!stream.isTTY || active.size === 0) return;
    const text = "⋯ " + [...active].map(line).join(" · ");
    stream.write("\r\x1b[2K" + text.slice(0, Math.max(20, stream.columns - 1)));
  };
  const print = (text: string) => {
    clear();
    stream.write(text + "\n");
    draw();
  };
  const beat = () => {
    if (stream.isTTY) return draw();
    for (const running of active) {
      if (Date.now() - running.told < HEARTBEAT_MS) continue;
      running.told = Date.now();
      print(`⋯ ${line(running)}`);
    }
  };
  const watch = () => {
    if (active.size > 0) timer ??= setInterval(beat, REDRAW_MS).unref();
    else {
      clearInterval(timer);
      timer = undefined;
    }
  };
  return {
    note: print,
    async step(title, body) {
      const running: Running = { title, started: Date.now(), detail: "", told: Date.now() };
      active.add(running);
      if (stream.isTTY) draw();
      else print(`⋯ ${title}`);
      watch();
      try {
        const result = await body({ say: (detail) => void (running.detail = detail) });
        active.delete(running);
        print(`✓ ${title} (${duration(Date.now() - running.started)})`);
        return result;
      } catch (error) {
        active.delete(running);
        print(`✗ ${title} (${duration(Date.now() - running.started)})`);
        throw error;
      } finally {
        watch();
      }
    },
  };
}
