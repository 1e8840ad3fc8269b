import { ingress, hex, http, job, postgres, route, service, system, tagged } from "../../components/model";
import type { Environment, System } from "../../components/model";

export function guestbook(env: Environment): System {
  const image = { name: "app", reference: tagged(`${env.repository}-app`, env.tag) };
  const db = postgres("db", { version: "16", database: "guestbook", user: "guestbook" });
  const sessionKey = hex("session-key");
  const database = { DATABASE_URL: db.url };

  const app = service("app", {
    image,
    port: 8000,
    env: { ...database, SESSION_KEY: sessionKey.value },
    health: http("/health"),
    replicas: env.replicas,
  });
  const migrate = job("migrate", { image, command: ["./migrate"], env: database, run: "release" });
  const proxy = ingress("proxy", {
    version: "1.30",
    hosts: [env.domain],
    http: { port: env.ports.http ?? 8080 },
    routes: [route("/", app)],
  });
  const parts = { services: [app], stores: [db], secrets: [sessionKey], jobs: [migrate] };
  return system("guestbook", env, { ...parts, ingress: proxy });
}
