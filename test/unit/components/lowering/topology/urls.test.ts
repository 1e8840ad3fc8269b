import { describe, expect, it } from "vitest";
import { withUrls } from "../../../../../components/lowering/topology";
import { ingress, route, service, system, template } from "../../../../../components/model";
import { development } from "../../../../support/valid";

const image = { name: "app", reference: "app:1" };
const web = service("web", { image, port: 3000, env: {} });
const api = service("api", {
  image,
  port: 8000,
  env: { WEB: web.url, HOST: web.host, LINK: template`${web.url}/login` },
  after: ["web"],
});
const shop = system("shop", development, {
  services: [web, api],
  ingress: ingress("gate", {
    version: "1.30",
    http: { port: 80 },
    hosts: ["shop.example.com"],
    routes: [route("/api/", api), route("/", web)],
  }),
  checklist: [
    { title: "the page", path: "/" },
    { title: "the API", path: "/api/health" },
  ],
});

describe("a service that others serve", () => {
  const here = withUrls(shop, { web: "https://www.example.com/" });

  it("is its URL, or a part of that, to those who name it", () => {
    expect(here.services.map(({ name }) => name)).toEqual(["api"]);
    expect(here.services[0]).toMatchObject({
      env: {
        WEB: "https://www.example.com",
        HOST: "www.example.com",
        LINK: { template: ["https://www.example.com/login"] },
      },
      after: [],
    });
  });

  it("has no route and no question of the checklist", () => {
    expect(here.ingress?.routes.map(({ path }) => path)).toEqual(["/api/"]);
    expect(here.checklist.map(({ path }) => path)).toEqual(["/api/health"]);
  });
});
