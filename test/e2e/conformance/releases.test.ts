import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { failed, type Sample } from "../production/support/attack";
import { deadlines, Live, targets, type Deployment } from "../production/support/live";
import { faultsOf, latencies, Load, ratesOn, within } from "../production/support/load";
import { cutEarly, Streams } from "../production/support/streams";
import { thorough } from "../production/support/thorough";
import { driverOf } from "../../support/drivers";
import type { Follower } from "../../support/drivers/driver";

const subject = inject("subject");
const driver = driverOf(subject);
const releases = thorough ? 20 : 1;
const streamKinds = [
  { kind: "events", path: "/mcp", count: 10 },
  { kind: "events", path: "/aggregator/stream?events=100000&every=500", count: 10 },
  { kind: "websocket", path: "/ws/", count: 20 },
] as const;
const held = 40;
const leastEnded = (held / 2) * releases;
const settled = 5_000;
/** Milliseconds within which an instance that was told to stop has ended its streams, and some. */
const drained = 60_000;

const endedOf = (streams: Streams) => streams.all.filter(({ ended }) => ended !== undefined);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe(`${releases} releases one after the other, under load`, () => {
  const live = new Live(subject);
  const done: Deployment[] = [];
  let routed: Deployment | undefined;
  let samples: readonly Sample[] = [];
  let streams: Streams;
  let follower: Follower;

  beforeAll(
    async () => {
      follower = await driver.follow();
      const load = await Load.start(live.origin, targets, ratesOn[subject.target]);
      await pause(4 * settled);
      live.withWebSockets();
      routed = await live.up();
      streams = new Streams(live.origin, streamKinds);
      await pause(settled);
      for (let index = 1; index <= releases; index++) {
        live.release(`load-${index}`);
        const deployment = await live.up();
        done.push(deployment);
        if (deployment.code !== 0) break;
      }
      await pause(settled);
      // A cluster's release does not wait for the instances before it, which serve their streams to the deadline.
      const end = Date.now() + drained;
      while (done.at(-1)?.code === 0 && endedOf(streams).length < leastEnded && Date.now() < end)
        await pause(500);
      samples = await load.stop();
      streams.stop();
    },
    200_000 * (releases + 2),
  );

  afterAll(async () => {
    streams.stop();
    follower.end();
    const { code, output } = await live.restore();
    expect(code, output).toBe(0);
  }, 300_000);

  it("come after a change of routes, which fails no request either", () => {
    expect(routed?.code, routed?.output).toBe(0);
    expect(faultsOf(within(samples, routed === undefined ? [] : [routed]))).toEqual([]);
  });

  it("each succeed", () => {
    expect(done.map(({ code }) => code)).toEqual(Array.from({ length: releases }, () => 0));
  });

  it("fail no request", () => {
    const during = within(samples, done);
    const busy = new Set([...during, ...within(samples, routed === undefined ? [] : [routed])]);
    const rest = samples.filter((sample) => !busy.has(sample));
    const seconds = done.map(({ began, ended }) => ((ended - began) / 1000).toFixed(0)).join(" ");
    console.log(
      [
        `${done.length} releases in ${seconds} s`,
        `${samples.length} requests, ${samples.filter(failed).length} failed`,
        `at rest ${latencies(rest)}; during a release ${latencies(during)}`,
      ].join("\n"),
    );
    expect(samples.length).toBeGreaterThan(200 * done.length);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("end no stream before its deadline", () => {
    const ended = endedOf(streams);
    const stops = follower.stops(deadlines);
    const early = cutEarly(streams.all, stops);
    console.log(
      `${streams.all.length} streams, ${ended.length} ended by a release, ${early.length} of them early; ${stops.length} instances were told to stop`,
    );
    // Every instance of every service was replaced each time, and with it whatever it served.
    expect(stops.length).toBe(releases * 6);
    expect(ended.length).toBeGreaterThanOrEqual(leastEnded);
    expect(early).toEqual([]);
  });

  it("refuse no stream that connects again", () => {
    expect(streams.refused).toEqual([]);
    expect(streams.all.length).toBeGreaterThanOrEqual(held);
  });

  it("leave nothing behind but the last one", async () => {
    const response = await live.checkout.trireme("preview", subject.stack, "--expect-no-changes");
    expect(response.code, response.output).toBe(0);
  });
});
