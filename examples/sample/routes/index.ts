import type { Route } from "../http";
import type { Contract, Feature } from "../../../stacks/systems/sample";
import { apiRoutes } from "./api";
import type { Context } from "./context";
import { echoRoutes, missingRoutes } from "./echo";
import { healthRoutes } from "./health";
import { mcpRoutes, oauthRoutes } from "./mcp";
import { pageRoutes, staticRoutes } from "./page";
import { chatRoutes, streamRoutes } from "./stream";
import { viaRoutes } from "./via";

type Routes = (context: Context) => readonly Route[];

const features: Readonly<Record<Feature, Routes>> = {
  api: apiRoutes,
  oauth: oauthRoutes,
  mcp: mcpRoutes,
  chat: chatRoutes,
  stream: streamRoutes,
  static: staticRoutes,
  // Upgrades do not pass through the routes.
  websocket: () => [],
};

const fallbacks: Readonly<Record<Contract["fallback"], Routes>> = {
  echo: echoRoutes,
  page: pageRoutes,
  "not found": missingRoutes,
};

/** All routes of the role in the context's settings. */
export function routesOf(context: Context): readonly Route[] {
  const { features: wanted, fallback } = context.settings.contract;
  return [healthRoutes, viaRoutes, ...wanted.map((one) => features[one]), fallbacks[fallback]].flatMap(
    (routes) => routes(context),
  );
}
