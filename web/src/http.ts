/** One way to the server's API: JSON both ways, the CSRF cookie echoed, refusals as problems with words. */

export interface FieldProblem {
  field: string;
  message: string;
}

/** A refusal (RFC 9457); its words are meant for the person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(detail === "" ? title : `${title}. ${detail}`);
    this.name = "Problem";
  }
}

const UNREACHABLE = new Problem(0, "The server cannot be reached", "Check your connection and try again.");

/** The value of a cookie that scripts may read. */
export function cookie(name: string, jar: string = document.cookie): string {
  for (const part of jar.split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return "";
}

/** Asks the server; gives the answer's JSON (undefined for 204), throws a Problem for everything else. */
export async function call<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = cookie("parley_csrf");
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw UNREACHABLE;
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

async function problemOf(response: Response): Promise<Problem> {
  const document = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (key: string, otherwise: string) => (typeof document[key] === "string" ? document[key] : otherwise);
  const fields = Array.isArray(document["problems"]) ? (document["problems"] as FieldProblem[]) : [];
  return new Problem(response.status, text("title", "Something went wrong"), text("detail", "Try again."), fields);
}
