import { inject } from "vitest";
import { urlOf } from "../production/support/client";
import { routesFromOutside } from "./routes";

const subject = inject("subject");

routesFromOutside(() => ({ listening: subject, origin: urlOf(subject), plainHealth: true }));
