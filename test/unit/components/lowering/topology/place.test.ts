import { describe, expect, it } from "vitest";
import { neededBy, placed, type Placement } from "../../../../../components/lowering/topology";
import {
  check,
  connectionsOf,
  edgesOf,
  originOf,
  password,
  releasePlan,
  reachesOut,
  service,
  serverCertificate,
  system,
  type System,
} from "../../../../../components/model";
import { development } from "../../../../support/valid";
import duo from "../../../../support/duo";

const whole = duo.system(development);
const gate = { port: 7443, address: "0.0.0.0", from: ["203.0.113.0/24", "10.0.0.7/32"] };
const main: Placement = {
  main: true,
  elsewhere: [
    { stack: "far", components: ["brain", "index"], address: "ml.example.com", port: 7444 },
    { stack: "third", components: ["scribe"], address: "third.example.com", port: 7443 },
  ],
  gate,
};
const part: Placement = {
  main: false,
  elsewhere: [{ stack: "main", components: ["front", "memory", "scribe"], address: "10.0.0.1", port: 7443 }],
  gate,
};
const names = ({ services, stores }: System) => [...services, ...stores].map(({ name }) => name).sort();
const fileOf = (of: System, name: string) =>
  JSON.stringify(of.services.find((one) => one.name === name)?.files?.["/usr/local/etc/haproxy/haproxy.cfg"]);

describe("a system that two stacks share", () => {
  const here = placed(whole, main);
  const there = placed(whole, part);

  it("is valid on either side", () => {
    for (const one of [here, there])
      expect(check(one, { target: "docker", names: [], stores: "containers" })).toEqual([]);
  });

  it("has its own components, a relay for each of the other's that it reaches, and a gate", () => {
    expect(names(here)).toEqual(["brain", "front", "index", "index-relay", "memory", "stack-gate"]);
    expect(names(there)).toEqual(["brain", "index", "memory", "memory-relay", "stack-gate"]);
    expect(here.stores.find(({ name }) => name === "index")).toMatchObject({
      external: { relay: "index-relay" },
    });
    expect(originOf(here, "brain")).toEqual({ feature: "topology", path: "settings.topology" });
    expect(originOf(here, "front")).toBeUndefined();
  });

  it("leads to the other's gate by TLS with proof of both sides, by a name for each port", () => {
    expect(fileOf(here, "brain")).toContain(
      "bind :8000\\n  server gate ml.example.com:7444 ssl verify required",
    );
    expect(fileOf(here, "brain")).toContain("sni str(brain-p8000.stack-gate)");
    expect(fileOf(here, "index-relay")).toContain("sni str(index-p6379.stack-gate)");
  });

  it("lets in who is on the list, to what the other side uses and to nothing else", () => {
    const text = fileOf(there, "stack-gate");
    expect(text).toContain("tcp-request connection reject unless { src 203.0.113.0/24 10.0.0.7/32 }");
    expect(text.match(/use_backend \S+/g)).toEqual(["use_backend brain-8000", "use_backend index-6379"]);
    expect(fileOf(here, "stack-gate").match(/use_backend \S+/g)).toEqual([
      "use_backend front-8080",
      "use_backend memory-6379",
    ]);
    expect(there.services.find(({ name }) => name === "stack-gate")?.publish).toEqual({
      main: { port: 7443, address: "0.0.0.0" },
    });
  });

  it("lets each stack to what that one uses, by the name on a certificate of its own", () => {
    const text = fileOf(here, "stack-gate");
    expect(text).toContain(
      "use_backend front-8080 if { ssl_fc_sni front-p8080.stack-gate } { ssl_c_s_dn(CN) -m str stack-gate-third }",
    );
    expect(text).toContain(
      "use_backend memory-6379 if { ssl_fc_sni memory-p6379.stack-gate } { ssl_c_s_dn(CN) -m str stack-gate-far }",
    );
    expect(fileOf(there, "stack-gate")).toContain("{ ssl_c_s_dn(CN) -m str stack-gate }");
    const files = (of: System, name: string) =>
      Object.keys(of.services.find((one) => one.name === name)?.files ?? {})
        .filter((path) => path.startsWith("/run"))
        .sort();
    const own = "/run/identity/identity.pem";
    expect(files(here, "stack-gate")).toEqual([
      own,
      "/run/trusted/stack-gate-far.pem",
      "/run/trusted/stack-gate-third.pem",
    ]);
    expect(files(here, "brain")).toEqual([own, "/run/trusted/stack-gate-far.pem"]);
    expect(files(there, "stack-gate")).toEqual([own, "/run/trusted/stack-gate.pem"]);
    expect([here, there].map(({ secrets }) => secrets.map(({ name }) => name))).toEqual([
      ["stack-gate", "stack-gate-far", "stack-gate-third"],
      ["stack-gate", "stack-gate-part"],
    ]);
  });

  it("has edges to relays in place of stores that run elsewhere, on the store's port", () => {
    expect(edgesOf(here)).toEqual([
      { from: "front", to: "brain" },
      { from: "front", to: "index-relay" },
      { from: "front", to: "memory" },
      { from: "stack-gate", to: "front" },
      { from: "stack-gate", to: "memory" },
    ]);
    expect(connectionsOf(here)).toContainEqual({ from: "front", to: "index-relay", ports: [6379] });
    expect([reachesOut(here, "front"), reachesOut(here, "index-relay")]).toEqual([false, true]);
  });

  it("starts a consumer once its relay answers", () => {
    const step = releasePlan(there).services.find(({ service: { name } }) => name === "brain");
    expect(step).toMatchObject({ services: ["memory-relay"], stores: ["index"] });
  });

  it("has no identity where neither side reaches the other", () => {
    const alone: System = {
      ...whole,
      services: whole.services.filter(({ name }) => name === "brain"),
      stores: [],
    };
    const quiet = { ...alone, services: alone.services.map((one) => ({ ...one, env: {}, files: {} })) };
    expect(placed(quiet, { ...main, elsewhere: [] }).secrets).toEqual([]);
  });

  it("leaves jobs, requests from outside and monitoring to the main stack", () => {
    const full: System = { ...whole, checklist: [{ title: "front", path: "/" }] };
    expect(placed(full, part)).toMatchObject({ jobs: [], checklist: [], sites: [] });
    expect(placed(full, main).checklist).toEqual(full.checklist);
  });
});

describe("what a stack is told by the main one", () => {
  const own = password("own");
  const other = password("other");
  const pair = serverCertificate("pair", { hosts: ["brain"] });
  const image = { name: "tools", reference: "tools:1" };
  const talking = system("talking", development, {
    services: [
      service("front", { image, env: { BRAIN: "x", OTHER: other.value } }),
      service("brain", { image, port: 80, env: { OWN: own.value, CERT: pair.publicKey } }),
    ],
    secrets: [own, other, pair],
  });

  it("is what its components name, and no other secret or half of a pair", () => {
    const refs = neededBy(talking, {
      ...part,
      elsewhere: [{ stack: "", components: ["front"], address: "", port: 1 }],
    });
    expect(refs).toEqual([own.value, pair.publicKey]);
  });

  it("has the part's own proof, and of the main stack's what anybody may know", () => {
    const told = neededBy(whole, part).flatMap((ref) =>
      ref.ref === "secret" ? [`${ref.name} ${ref.part}`] : [],
    );
    expect(told).toEqual(["stack-gate publicKey", "stack-gate-part privateKey", "stack-gate-part publicKey"]);
  });

  it("has the users and passwords of its stores, and of those that it reaches", () => {
    const stores = neededBy(whole, part).flatMap((ref) =>
      ref.ref === "store" ? [`${ref.name} ${ref.attribute}`] : [],
    );
    expect(stores).toEqual(["memory user", "memory password", "index user", "index password"]);
  });
});
