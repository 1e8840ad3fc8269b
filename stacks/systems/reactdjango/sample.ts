import {
  contract,
  database,
  measures,
  optional,
  peer,
  redis,
  type Contract,
  type Feature,
  type Sample,
} from "../sample";

const microservice = (name: string, port: number, ...features: Feature[]): Contract =>
  contract(`reactdjango.${name}`, port, {
    drain: 30,
    checks: {
      database: optional(database),
      redis: optional(redis),
      identity_service: optional(peer("IDENTITY_SERVICE_URL")),
    },
    features: ["api", ...features],
    measures: { ...measures, labels: { method: "method", route: "handler", status: "status" } },
  });

export default {
  "identity-service": microservice("identity", 8001),
  "communication-service": microservice("communication", 8002, "websocket"),
  "content-service": microservice("content", 8003),
  "workflow-intelligence-service": microservice("workflow-intelligence", 8005, "stream"),
  django: microservice("django", 8000, "static", "stream"),
} satisfies Sample;
