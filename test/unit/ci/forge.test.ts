import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import { forgeOf, markerOf, publishComment, publishIssue } from "../../../ci/forge";

interface Stored {
  readonly id: number;
  body: string;
  open: boolean;
}

/** As much of both forges as we ask for, with what is asked of it. */
class FakeForge {
  readonly comments: Stored[] = [];
  readonly issues: Stored[] = [];
  readonly asked: string[] = [];
  token: string | undefined;
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        this.token = String(request.headers.authorization ?? request.headers["private-token"]);
        const body = text === "" ? {} : (JSON.parse(text) as Record<string, string>);
        const answer = this.answer(request.method ?? "", request.url ?? "", body);
        response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? { message: "no" }));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
  }

  private answer(method: string, url: string, body: Record<string, string>): unknown {
    this.asked.push(`${method} ${url}`);
    const [path = "", query = ""] = url.split("?");
    const page = Number(new URLSearchParams(query).get("page") ?? "1");
    const list = /comments|notes/.test(path) ? this.comments : this.issues;
    const shown = ({ id, body: text }: Stored) => ({
      id,
      number: id,
      iid: id,
      body: text,
      description: text,
    });
    if (method === "GET")
      return list
        .filter(({ open }) => open)
        .slice((page - 1) * 100, page * 100)
        .map(shown);
    if (method === "POST") {
      list.push({ id: list.length + 1, body: body.body ?? body.description ?? "", open: true });
      return {};
    }
    const found = list.find(({ id }) => path.endsWith(`/${id}`));
    if (found === undefined) return undefined;
    if (body.state === "closed" || body.state_event === "close") found.open = false;
    else found.body = body.body ?? body.description ?? "";
    return {};
  }
}

const text = (stack: string, what: string) => `<!-- trireme: preview ${stack} -->\n${what}\n`;

describe.each(["github", "gitlab"])("on %s", (kind) => {
  let fake: FakeForge;
  let url: string;
  const forge = () =>
    forgeOf(
      kind === "github"
        ? { GITHUB_API_URL: url, GITHUB_REPOSITORY: "team/app", GITHUB_TOKEN: "t" }
        : { GITLAB_CI: "true", CI_API_V4_URL: url, CI_PROJECT_ID: "7", GITLAB_TOKEN: "t" },
    );

  beforeEach(async () => {
    fake = new FakeForge();
    url = await fake.start();
    return () => fake.stop();
  });

  it("a comment is written once for each stack, and edited after", async () => {
    expect(await publishComment(forge(), "5", text("prod", "one"))).toBe("written");
    expect(await publishComment(forge(), "5", text("staging", "one"))).toBe("written");
    expect(await publishComment(forge(), "5", text("prod", "two"))).toBe("edited");
    expect(fake.comments.map(({ body }) => body)).toEqual([text("prod", "two"), text("staging", "one")]);
    expect(fake.token).toMatch(/^(?:Bearer )?t$/);
  });

  it("a comment that says the same is left alone", async () => {
    await publishComment(forge(), "5", text("prod", "one"));
    expect(await publishComment(forge(), "5", text("prod", "one"))).toBe("left as it is");
    expect(fake.asked.filter((one) => !one.startsWith("GET"))).toHaveLength(1);
  });

  it("a comment is found among hundreds of others", async () => {
    for (let id = 1; id <= 230; id++) fake.comments.push({ id, body: `comment ${id}`, open: true });
    fake.comments.push({ id: 231, body: text("prod", "old"), open: true });
    expect(await publishComment(forge(), "5", text("prod", "new"))).toBe("edited");
    expect(fake.comments).toHaveLength(231);
  });

  it("an issue is opened, edited while it lasts, and closed when it is over", async () => {
    const publish = (what: string, over: boolean) =>
      publishIssue(forge(), "Drift", text("prod", what), { over });
    expect(await publish("", true)).toBe("nothing to do");
    expect(await publish("one", false)).toBe("written");
    expect(await publish("one", false)).toBe("left as it is");
    expect(await publish("two", false)).toBe("edited");
    expect(fake.issues.map(({ body }) => body)).toEqual([text("prod", "two")]);
    expect(await publish("", true)).toBe("closed");
    expect(fake.issues[0]?.open).toBe(false);
  });

  it("a refusal is told with its reason", async () => {
    await expect(forge().editComment("5", 99, "text")).rejects.toThrow(/was refused with 404: .*no/);
  });
});

describe("a text without our marker", () => {
  it("is refused, because it would never be found again", () => {
    expect(() => markerOf("hello")).toThrow(/does not begin with our marker/);
  });
});

describe("a pipeline without a token", () => {
  it("is told which variable is missing", () => {
    expect(() => forgeOf({ GITHUB_API_URL: "http://x", GITHUB_REPOSITORY: "a/b" })).toThrow(
      "GITHUB_TOKEN is not set",
    );
  });
});
