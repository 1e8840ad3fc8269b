import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Live, targets, type Deployment } from "./support/live";
import { Saturation, type Counted } from "./support/saturation";

const releases = 3;
const connections = 64;
const rest = 10_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function told(what: string, { requests, seconds, p50, p99, ...counted }: Counted): string {
  const { status, connect, read, write, timeout } = counted;
  return `${what}: ${requests} requests, ${Math.round(requests / seconds)}/s, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${status} failed, ${connect + read + write + timeout} connections cut`;
}

describe(`${releases} releases while clients send as fast as answers come`, () => {
  const live = new Live(inject("production"));
  const done: Deployment[] = [];
  let quiet: Counted;
  let busy: Counted;

  beforeAll(
    async () => {
      const alone = await Saturation.start(live.origin, targets, connections);
      await pause(rest);
      quiet = await alone.stop();
      const saturation = await Saturation.start(live.origin, targets, connections);
      await pause(rest / 2);
      for (let index = 1; index <= releases; index++) {
        live.release(`saturated-${index}`);
        done.push(await live.up());
      }
      await pause(rest / 2);
      busy = await saturation.stop();
    },
    300_000 * (releases + 1),
  );

  afterAll(async () => {
    const { code, output } = await live.restore();
    expect(code, output).toBe(0);
  }, 300_000);

  it("each succeed", () => {
    for (const { code, output } of done) expect(code, output).toBe(0);
    expect(done).toHaveLength(releases);
  });

  it("fail no request and cut no connection", () => {
    console.log(`${told("at rest", quiet)}\n${told(`during ${done.length} releases`, busy)}`);
    const faults = { status: 0, connect: 0, read: 0, write: 0, timeout: 0 };
    expect(quiet).toMatchObject(faults);
    expect(busy).toMatchObject(faults);
    expect(busy.requests).toBeGreaterThan(1000 * done.length);
  });
});
