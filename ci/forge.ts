/** A comment, or an issue with its text. */
export interface Post {
  readonly id: number;
  readonly body: string;
}

/** What our pipelines ask of GitHub or GitLab. */
export interface Forge {
  /** Comments on a pull or merge request. */
  comments(request: string): Promise<readonly Post[]>;
  comment(request: string, body: string): Promise<void>;
  editComment(request: string, id: number, body: string): Promise<void>;
  /** Open issues that have our label. */
  issues(): Promise<readonly Post[]>;
  openIssue(title: string, body: string): Promise<void>;
  editIssue(id: number, body: string): Promise<void>;
  closeIssue(id: number): Promise<void>;
}

/** By which our issues are found. */
const issueLabel = "drift";

const PAGE = 100;

/** Sends one request; throws with the answer's text where it is refused. */
type Send = (method: string, path: string, body?: object) => Promise<unknown>;

function sender(api: string, headers: Readonly<Record<string, string>>): Send {
  return async (method, path, body) => {
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: { ...headers, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path} was refused with ${answer.status}: ${text.slice(0, 500)}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  };
}

/** All pages of a list. */
async function listed<T>(send: Send, path: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const joint = path.includes("?") ? "&" : "?";
    const items = (await send("GET", `${path}${joint}per_page=${PAGE}&page=${page}`)) as readonly T[];
    all.push(...items);
    if (items.length < PAGE) return all;
  }
}

function github(env: NodeJS.ProcessEnv): Forge {
  const send = sender(`${required(env, "GITHUB_API_URL")}/repos/${required(env, "GITHUB_REPOSITORY")}`, {
    Authorization: `Bearer ${required(env, "GITHUB_TOKEN")}`,
    Accept: "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
  });
  interface Issue {
    readonly number: number;
    readonly body: string | null;
    readonly pull_request?: object;
  }
  return {
    comments: (request) => listed<Post>(send, `/issues/${request}/comments`),
    comment: async (request, body) => void (await send("POST", `/issues/${request}/comments`, { body })),
    editComment: async (_, id, body) => void (await send("PATCH", `/issues/comments/${id}`, { body })),
    issues: async () =>
      (await listed<Issue>(send, `/issues?state=open&labels=${issueLabel}`))
        .filter((issue) => issue.pull_request === undefined)
        .map(({ number, body }) => ({ id: number, body: body ?? "" })),
    openIssue: async (title, body) =>
      void (await send("POST", "/issues", { title, body, labels: [issueLabel] })),
    editIssue: async (id, body) => void (await send("PATCH", `/issues/${id}`, { body })),
    closeIssue: async (id) => void (await send("PATCH", `/issues/${id}`, { state: "closed" })),
  };
}

function gitlab(env: NodeJS.ProcessEnv): Forge {
  const send = sender(`${required(env, "CI_API_V4_URL")}/projects/${required(env, "CI_PROJECT_ID")}`, {
    "PRIVATE-TOKEN": required(env, "GITLAB_TOKEN"),
  });
  interface Issue {
    readonly iid: number;
    readonly description: string | null;
  }
  const notes = (request: string): string => `/merge_requests/${request}/notes`;
  return {
    comments: (request) => listed<Post>(send, notes(request)),
    comment: async (request, body) => void (await send("POST", notes(request), { body })),
    editComment: async (request, id, body) => void (await send("PUT", `${notes(request)}/${id}`, { body })),
    issues: async () =>
      (await listed<Issue>(send, `/issues?state=opened&labels=${issueLabel}`)).map(
        ({ iid, description }) => ({
          id: iid,
          body: description ?? "",
        }),
      ),
    openIssue: async (title, description) =>
      void (await send("POST", "/issues", { title, description, labels: issueLabel })),
    editIssue: async (id, description) => void (await send("PUT", `/issues/${id}`, { description })),
    closeIssue: async (id) => void (await send("PUT", `/issues/${id}`, { state_event: "close" })),
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name] ?? "";
  if (value === "") throw new Error(`${name} is not set: the pipeline must give it.`);
  return value;
}

/** The forge that this pipeline runs on. */
export function forgeOf(env: NodeJS.ProcessEnv): Forge {
  return env.GITLAB_CI === undefined ? github(env) : gitlab(env);
}

/** The first line of what we write, by which it is found again. */
export function markerOf(body: string): string {
  const [marker = ""] = body.split("\n");
  if (!/^<!-- trireme: .+ -->$/.test(marker))
    throw new Error("The text does not begin with our marker: write it with --markdown FILE.");
  return marker;
}

const startsWith =
  (marker: string) =>
  ({ body }: Post): boolean =>
    body.replaceAll("\r\n", "\n").startsWith(`${marker}\n`);

/** What was done with a post. */
export type Done = "written" | "edited" | "left as it is" | "closed" | "nothing to do";

/** Writes a comment, or edits the one that has its marker. */
export async function publishComment(forge: Forge, request: string, body: string): Promise<Done> {
  const known = (await forge.comments(request)).find(startsWith(markerOf(body)));
  if (known === undefined) {
    await forge.comment(request, body);
    return "written";
  }
  if (known.body.trimEnd() === body.trimEnd()) return "left as it is";
  await forge.editComment(request, known.id, body);
  return "edited";
}

/** Opens an issue or edits the open one that has its marker; closes it where what it says is over. */
export async function publishIssue(
  forge: Forge,
  title: string,
  body: string,
  options: { readonly over: boolean },
): Promise<Done> {
  const known = (await forge.issues()).find(startsWith(markerOf(body)));
  if (options.over) {
    if (known === undefined) return "nothing to do";
    await forge.closeIssue(known.id);
    return "closed";
  }
  if (known === undefined) {
    await forge.openIssue(title, body);
    return "written";
  }
  if (known.body.trimEnd() === body.trimEnd()) return "left as it is";
  await forge.editIssue(known.id, body);
  return "edited";
}
