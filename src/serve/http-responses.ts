import { createHash } from "node:crypto";

/** Headers of every answer: pages load only files of this server, and cannot be framed. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

interface Content {
  readonly type: string;
  readonly status?: number;
  /** Default `no-cache`: cached, and revalidated each time. */
  readonly cache?: string;
}

/** A response with a text, or without one if the client has it already. */
export function answer(
  request: Request,
  text: string,
  { type, status = 200, cache = "no-cache" }: Content,
): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const headers = { ...securityHeaders, "content-type": type, "cache-control": cache, etag };
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (status === 200 && known.some((tag) => tag.replace(/^W\//, "") === etag || tag === "*"))
    return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : text, { status, headers });
}

export const json = (request: Request, value: unknown, status = 200): Response =>
  answer(request, `${JSON.stringify(value)}\n`, { type: "application/json; charset=utf-8", status });

export const page = (request: Request, text: string, status = 200): Response =>
  answer(request, text, { type: "text/html; charset=utf-8", status });

export const image = (request: Request, text: string): Response =>
  answer(request, text, { type: "image/svg+xml; charset=utf-8" });
