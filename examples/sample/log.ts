/** From the least to the most severe. */
export const levels = ["debug", "info", "warning", "error", "critical"] as const;
export type Level = (typeof levels)[number];

export const formats = ["json", "console"] as const;
export type Format = (typeof formats)[number];

type Fields = Readonly<Record<string, string | number | undefined>>;
export type Log = (level: Level, message: string, fields?: Fields) => void;

/** Writes one line per entry: an object (`json`) or text for a person (`console`). */
export function createLog(
  lowest: Level,
  format: Format,
  logger: string,
  write: (line: string) => unknown = (line) => process.stdout.write(line),
): Log {
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) < levels.indexOf(lowest)) return;
    const timestamp = new Date().toISOString();
    if (format === "json") {
      write(JSON.stringify({ timestamp, level, logger, message, ...fields }) + "\n");
      return;
    }
    const details = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}=${/[\s"]/.test(String(value)) ? JSON.stringify(value) : value}`);
    write(`${timestamp} ${level.toUpperCase().padEnd(8)} ${logger}: ${message}${details.join("")}\n`);
  };
}
