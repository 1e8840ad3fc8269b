import { describe, expect, it } from "vitest";
import { refusedIngresses, refusedRoutes } from "../../../../cli/runtime/routes";

describe("routes that the cluster serves", () => {
  const metadata = { name: "proxy-1" };
  it("are taken on when their Ingress has an address", () => {
    const status = { loadBalancer: { ingress: [{ ip: "10.0.0.1" }] } };
    expect(refusedIngresses([{ metadata, spec: {}, status }])).toEqual([]);
    expect(refusedIngresses([{ metadata, spec: { ingressClassName: "nginx" } }])).toEqual([
      "Ingress proxy-1 has no address: no controller of the class nginx serves it",
    ]);
  });

  it("are taken on when the Gateway accepts them", () => {
    const accepted = (status: string, message = "") => ({
      parents: [{ conditions: [{ type: "Accepted", status, message }] }],
    });
    expect(refusedRoutes([{ metadata, status: accepted("True") }])).toEqual([]);
    expect(refusedRoutes([{ metadata, status: accepted("False", "no such listener") }])).toEqual([
      "HTTPRoute proxy-1 is not accepted: no such listener",
    ]);
    expect(refusedRoutes([{ metadata }])).toEqual([
      "HTTPRoute proxy-1 is not accepted: no Gateway has processed it",
    ]);
  });
});
