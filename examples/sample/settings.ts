import { formats, levels, type Format, type Level } from "./log";
import { contract as plainContract, type Contract } from "../../stacks/systems/sample";
import { contracts, roles } from "./roles";

export type Environment = Readonly<Record<string, string | undefined>>;

const faults = ["health", "start", "migrate", "hang-migrate"] as const;

/** What the sample application reads about itself; addresses and secrets are read where they are used. */
export interface Settings {
  readonly role: string;
  readonly contract: Contract;
  readonly environment: Environment;
  readonly port: number;
  readonly logLevel: Level;
  readonly logFormat: Format;
  readonly version: string;
  /** What is to break, so that a test sees how a bad release is handled. */
  readonly fault: (typeof faults)[number] | undefined;
  /** Time from SIGTERM in which connections are still accepted, for proxies that have not heard of it yet. */
  readonly lingerSeconds: number;
  /** Time from SIGTERM to the end of whatever is still open. */
  readonly drainSeconds: number;
  /** What a budget of the contract is full with; undefined: as the contract says. */
  readonly budget: number | undefined;
}

interface Login {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslmode?: string;
}

/** Where DATABASE_URL is not set, it is put together from `DB_HOST` and its siblings, as Directus reads them, or those of psql. */
function withDatabaseUrl(environment: Environment): Environment {
  const { DATABASE_URL, DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_DATABASE } = environment;
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE } = environment;
  const login: Login = DB_HOST
    ? {
        ...{ host: DB_HOST, port: DB_PORT, user: DB_USER, password: DB_PASSWORD, database: DB_DATABASE },
        ...(environment.DB_SSL__REJECT_UNAUTHORIZED === "false" ? { sslmode: "require" } : {}),
      }
    : {
        ...{ host: PGHOST, port: PGPORT, user: PGUSER, password: PGPASSWORD, database: PGDATABASE },
        sslmode: PGSSLMODE,
      };
  if (DATABASE_URL || !login.host) return environment;
  const encoded = (text: string | undefined): string => encodeURIComponent(text ?? "");
  const query = login.sslmode === undefined ? "" : `?sslmode=${login.sslmode}`;
  const server = `${login.host}:${login.port ?? "5432"}`;
  const user = `${encoded(login.user)}:${encoded(login.password)}`;
  return {
    ...environment,
    DATABASE_URL: `postgresql://${user}@${server}/${encoded(login.database)}${query}`,
  };
}

/** Level names of other loggers that the reference systems use. */
const levelAliases: Readonly<Record<string, Level>> = { trace: "debug", warn: "warning", fatal: "critical" };

/** @throws Error that lists every variable whose value is not allowed. */
export function readSettings(environment: Environment): Settings {
  const errors: string[] = [];
  const given = (variable: string) => environment[variable] ?? "";

  function choice<T extends string>(variable: string, allowed: readonly T[], value = given(variable)) {
    const found = allowed.find((one) => one === value);
    if (found === undefined) errors.push(`${variable} is "${value}"; allowed are ${allowed.join(", ")}`);
    return found;
  }
  function amount(variable: string, fallback: number, maximum: number): number {
    const value = given(variable) === "" ? fallback : Number(given(variable));
    if (!(value >= 0 && value <= maximum))
      errors.push(`${variable} is "${given(variable)}"; allowed is a number from 0 to ${maximum}`);
    return value;
  }

  const role = choice("SAMPLE_ROLE", roles) ?? "";
  // Where there is none, the other variables are read by the usual names, so that all errors are told at once.
  const contract = contracts.get(role) ?? plainContract("", 8000);
  const [level, format] = [`${contract.logPrefix}LOG_LEVEL`, `${contract.logPrefix}LOG_FORMAT`];
  const levelName = given(level).toLowerCase();

  const settings: Settings = {
    role,
    contract,
    environment: withDatabaseUrl(environment),
    port: amount(contract.portVariable, contract.port, 65535),
    logLevel:
      (levelName === "" ? "info" : choice(level, levels, levelAliases[levelName] ?? levelName)) ?? "info",
    logFormat: (given(format) === "" ? "json" : choice(format, formats)) ?? "json",
    version: environment.SAMPLE_VERSION ?? "1.0.0",
    fault: given("SAMPLE_FAIL") === "" ? undefined : choice("SAMPLE_FAIL", faults),
    lingerSeconds: amount("SAMPLE_LINGER_SECONDS", 1, 3600),
    drainSeconds: amount("SAMPLE_DRAIN_SECONDS", contract.drain, 3600),
    budget: given("SAMPLE_BUDGET") === "" ? undefined : amount("SAMPLE_BUDGET", 0, 1e9),
  };
  if (errors.length > 0) throw new Error(`The sample application cannot start:\n  ${errors.join("\n  ")}`);
  return settings;
}
