import { describe, expect, it } from "vitest";
import {
  connectionsOf,
  edgesOf,
  lazily,
  networkGroups,
  releasePlan,
  serviceUrl,
  startsAfter,
  type Connected,
} from "../../../../components/model";
import { serviceConnect } from "../../../../components/aws/workload/service.args";
import { api, cache, db, errors, shop, web } from "../../../support/valid";

/** The shop in which no variable of the page names the API. */
const connecting = (...connects: readonly Connected[]) => {
  const page = { ...web, env: {}, connects };
  return { page, system: { ...shop, services: [api, page] } };
};
const from = (found: ReturnType<typeof edgesOf>) => found.filter((edge) => edge.from === "web");

describe("what a workload says it connects to", () => {
  it("is an edge as a variable's is, on the port that is named", () => {
    const { system } = connecting(serviceUrl("api", "admin"), cache.host);
    expect(from(edgesOf(system))).toEqual([
      { from: "web", to: "api" },
      { from: "web", to: "cache" },
    ]);
    expect(from(connectionsOf(system))).toEqual([
      { from: "web", to: "api", ports: [9000] },
      { from: "web", to: "cache", ports: [6379] },
    ]);
    expect(from(edgesOf(connecting().system))).toEqual([]);
  });

  it("shares a network with it, and starts after it unless that is lazy", () => {
    const together = networkGroups(connecting(api.host).system).map(({ members }) => members);
    expect(together.some((members) => members.includes("web") && members.includes("api"))).toBe(true);
    expect(startsAfter(connecting(api.host).page)).toEqual(["api"]);
    expect(startsAfter(connecting(lazily(api.host)).page)).toEqual([]);
  });

  it("is found by Service Connect, and its stores gate a release", () => {
    const place = { namespace: "shop", log: { logDriver: "awslogs" } };
    const { page, system } = connecting(api.host, db.host);
    expect(serviceConnect(system, page, place)?.enabled).toBe(true);
    expect(serviceConnect(connecting().system, connecting().page, place)).toBeUndefined();
    const step = releasePlan(system).services.find(({ service }) => service.name === "web");
    expect(step).toMatchObject({ stores: ["db"], services: ["api"], gates: ["migrate"] });
  });

  it("is there, with the port that is named", () => {
    expect(errors(connecting(serviceUrl("nobody")).system)).toEqual([
      'services.web.connects[0]: names service "nobody" (url), but there is no service "nobody"; the services are "api" and "web"',
    ]);
    expect(errors(connecting(serviceUrl("api", "grpc")).system)).toEqual([
      'services.web.connects[0]: service "api" has no port "grpc"; its ports are "admin" and "main"',
    ]);
  });
});
