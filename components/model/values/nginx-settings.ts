/** A setting of nginx's own: what stands for it in a stack is checked before anything is made. */
interface NginxSetting {
  readonly unit: "number" | "seconds" | "switch";
  readonly least: number;
  readonly most: number;
  /** Where it stands. */
  readonly place: "main" | "events" | "http";
}

const seconds = { unit: "seconds", place: "http" } as const;

/**
 * The settings of nginx's own that an ingress may have, named as nginx names them (https://nginx.org/en/docs/dirindex.html). The rest
 * follows from the routes.
 */
export const nginxSettings: Readonly<Record<string, NginxSetting>> = {
  worker_connections: { unit: "number", least: 10, most: 99_999, place: "events" },
  worker_processes: { unit: "number", least: 1, most: 64, place: "main" },
  // An idle connection lives ten seconds at least, so that old workers may leave without cutting it.
  keepalive_timeout: { ...seconds, least: 10, most: 3600 },
  keepalive_requests: { unit: "number", least: 1, most: 1_000_000, place: "http" },
  client_header_timeout: { ...seconds, least: 1, most: 3600 },
  client_body_timeout: { ...seconds, least: 1, most: 3600 },
  send_timeout: { ...seconds, least: 1, most: 3600 },
  reset_timedout_connection: { unit: "switch", least: 0, most: 1, place: "http" },
  gzip_comp_level: { unit: "number", least: 1, most: 9, place: "http" },
  gzip_min_length: { unit: "number", least: 1, most: 1_000_000, place: "http" },
};

/** What is allowed in place of a value that a setting does not take; undefined where it takes it. */
export function nginxSettingProblem(name: string, value: string): string | undefined {
  const setting = Object.hasOwn(nginxSettings, name) ? nginxSettings[name] : undefined;
  if (setting === undefined) return undefined;
  const { unit, least, most } = setting;
  if (unit === "switch") return value === "on" || value === "off" ? undefined : "allowed are on and off";
  const suffix = unit === "seconds" ? "s" : "";
  const [, digits] = new RegExp(`^([1-9]\\d{0,6})${suffix}$`).exec(value) ?? [];
  const inRange = digits !== undefined && Number(digits) >= least && Number(digits) <= most;
  return inRange ? undefined : `allowed are whole numbers from ${least}${suffix} to ${most}${suffix}`;
}
