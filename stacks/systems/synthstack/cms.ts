import {
  http,
  service,
  type HealthTiming,
  type Image,
  type Postgres,
  type Secret,
  type Service,
  type Volume,
} from "../../../components/model";
import { sized } from "./sizes";

interface Cms extends Pick<Service, "publish"> {
  readonly image: Image;
  /** Where browsers find it. */
  readonly address: string;
  /** Of the first administrator's mail address. */
  readonly domain: string;
  /** What it signs tokens with. */
  readonly secret: Secret;
  /** Of the first administrator. */
  readonly password: Secret;
  readonly database: Postgres;
  /** Whether its connection to the database is. */
  readonly encrypted: boolean;
  readonly uploads: Volume;
  /** Origins whose pages may ask it, with commas between them. */
  readonly corsOrigins: string;
  readonly timing: HealthTiming;
}

/**
 * Names that are not public, and addresses: Directus takes no mail address there, and then has no administrator. RFC 6761, 6762 and
 * 7686, RFC 9476, `internal` of ICANN, and what networks at home and at work call themselves.
 */
const privateEnding = /(^|\.)(localhost|local|internal|test|invalid|example|onion|alt|lan|home|corp|\d+)$/;

/** Directus: it owns its database, and makes tables, migrations and the first administrator by itself when it starts. */
export function cms(own: Cms): Service {
  const { database, uploads } = own;
  return service("directus", {
    image: own.image,
    port: 8055,
    env: {
      PUBLIC_URL: own.address,
      SECRET: own.secret.value,
      ADMIN_EMAIL: `admin@${privateEnding.test(own.domain) ? "example.com" : own.domain}`,
      ADMIN_PASSWORD: own.password.value,
      DB_CLIENT: "pg",
      DB_HOST: database.host,
      DB_PORT: database.port,
      DB_DATABASE: database.database,
      DB_USER: database.user,
      DB_PASSWORD: database.password,
      // As sslmode=require does: encrypted, with whatever certificate the server has.
      ...(own.encrypted ? { DB_SSL__REJECT_UNAUTHORIZED: false } : {}),
      CORS_ENABLED: true,
      CORS_ORIGIN: own.corsOrigins,
      LOG_STYLE: "raw",
      // By default below the image's own files, where nothing can be written.
      TEMP_PATH: "/tmp/directus",
    },
    mounts: [{ volume: uploads.name, path: "/directus/uploads" }],
    // The image's `node`.
    user: 1000,
    // The first start makes all tables of an empty database.
    health: http("/server/health", { ...own.timing, startPeriod: "2m" }),
    scratch: ["/home/node/.pm2"],
    resources: sized(1, 2),
    ...(own.publish === undefined ? {} : { publish: own.publish }),
  });
}
