import { afterAll, beforeAll, describe } from "vitest";
import { answersRoutes, asker, checksAsGateway, tokens, type Asker } from "../docker/support/requests";
import { ShopStack } from "./shop";
import { tokenKey } from "./shop/gate";

/** Asks the proxy of a stack that is up by then. */
function later(asking: () => Asker): Asker {
  const ask = async (...args: Parameters<Asker>) => await asking()(...args);
  return Object.defineProperties(ask, {
    port: { get: () => asking().port },
    address: { get: () => asking().address },
  }) as Asker;
}

describe("our own proxy as a gateway in a cluster", { timeout: 120_000 }, () => {
  let gate: ShopStack;
  let asking: Asker | undefined;

  beforeAll(async () => {
    gate = await ShopStack.create("gate");
    await gate.program.set({ provided: JSON.stringify({ [tokenKey]: tokens.key }) });
    await gate.up("v1");
    const { hostname, port } = new URL(await gate.address());
    asking = asker(Number(port), hostname);
  });

  afterAll(async () => {
    await gate.remove();
  });

  const ask = later(() => {
    if (asking === undefined) throw new Error("the proxy is not up");
    return asking;
  });
  answersRoutes(ask);
  checksAsGateway(ask);
});
