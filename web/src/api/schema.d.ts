// Stand-in until the program's document exists.
type Json<T> = { content: { "application/json": T } };
type P = { content: { "application/problem+json": components["schemas"]["Problem"] } };
type Op<Q, B, R, Path = never> = {
  parameters: { query?: Q; header?: { "Idempotency-Key"?: string; "X-CSRF-Token"?: string } } & ([Path] extends [never]
    ? { path?: never }
    : { path: Path });
  requestBody?: [B] extends [undefined] ? never : { content: { "application/json": B } };
  responses: { 200: Json<R>; default: P };
};
type S = components["schemas"];
export interface paths {
  "/api/auth/register": { post: Op<never, S["Register"], S["RegisterAnswer"]> };
  "/api/auth/verify-email": { post: Op<never, { token: string }, never> };
  "/api/auth/resend-verification": { post: Op<never, { email: string }, S["RegisterAnswer"]> };
  "/api/auth/login": { post: Op<never, S["Login"], S["TokenAnswer"]> };
  "/api/auth/refresh": { post: Op<never, { refresh_token?: string }, S["TokenAnswer"]> };
  "/api/auth/logout": { post: Op<never, { all?: boolean }, { message: string }> };
  "/api/auth/csrf": { get: Op<never, undefined, { csrfToken: string }> };
  "/api/auth/me": { get: Op<never, undefined, S["Me"]> };
  "/api/auth/sessions": {
    get: Op<never, undefined, { items: S["SessionItem"][] }>;
    delete: Op<never, undefined, { ended: number }>;
  };
  "/api/auth/sessions/{id}": { delete: Op<never, undefined, never, { id: string }> };
  "/api/admin/ping": { get: Op<never, undefined, Record<string, unknown>> };
  "/api/dev/mailbox": { get: Op<{ to?: string }, undefined, { items: S["MailboxItem"][] }> };
  "/api/entries": {
    get: Op<{ limit?: number; cursor?: string }, undefined, S["EntryList"]>;
    post: Op<never, S["NewEntry"], S["Entry"]>;
  };
  "/api/entries/{id}": {
    get: Op<never, undefined, S["Entry"], { id: string }>;
    put: Op<never, S["EntryChange"], S["Entry"], { id: string }>;
    delete: Op<{ expected_version?: number }, undefined, never, { id: string }>;
  };
}
export interface components {
  schemas: {
    Problem: { type: string; title: string; status: number; detail: string; code: string };
    Register: { email: string; password: string; username?: string };
    RegisterAnswer: { message: string };
    Login: { email?: string; username?: string; password: string; refresh?: "body" | "cookie" };
    TokenAnswer: { access_token: string; token_type: string; expires_in: number };
    Me: {
      id: string;
      username?: string | null;
      display_name?: string | null;
      email: string;
      roles: string[];
      scopes: string[];
      is_verified: boolean;
      created_at: string;
    };
    SessionItem: {
      id: string;
      current: boolean;
      method: string;
      browser?: string | null;
      os?: string | null;
      device?: string | null;
      ip_address?: string | null;
      created_at: string;
      last_used_at: string;
      expires_at: string;
    };
    MailboxItem: { id: string; to: string; subject: string; text: string; html: string; links: string[]; created_at: string };
    NewEntry: {
      title: string;
      content: string;
      tags?: string[];
      is_favorite?: boolean;
      happened_at?: string;
      time_zone?: string;
    };
    EntryChange: { title?: string; content?: string; tags?: string[]; is_favorite?: boolean; expected_version?: number };
    Entry: {
      id: string;
      author_id: string;
      title: string;
      content: string;
      tags: string[];
      is_favorite: boolean;
      word_count: number;
      char_count: number;
      version: number;
      happened_at: string;
      time_zone?: string | null;
      created_at: string;
      updated_at: string;
    };
    EntryItem: Omit<components["schemas"]["Entry"], "content"> & { excerpt: string };
    EntryList: { items: components["schemas"]["EntryItem"][]; next_cursor?: string | null };
  };
}
