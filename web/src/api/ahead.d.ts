import type { components, paths } from "./schema";

// The routes of the contract that the server's document does not name yet, in the form of `schema.d.ts`. This file goes
// when that one has them: `client.ts` then takes `paths` and `components` from there alone.

type Answer<Body> = { headers: { [name: string]: unknown }; content: { "application/json": Body } };
type Nothing = { headers: { [name: string]: unknown }; content?: never };
type Refusal = {
  headers: { [name: string]: unknown };
  content: { "application/problem+json": components["schemas"]["Problem"] };
};
type Bare = { query?: never; header?: never; path?: never; cookie?: never };

type Post<Body, Answers> = {
  parameters: Bare;
  post: {
    parameters: Bare;
    requestBody: { content: { "application/json": Body } };
    responses: Answers & { default: Refusal };
  };
};

type Token = { token: string };

type AheadPaths = {
  "/api/auth/forgot-password": Post<{ email: string }, { 202: Answer<{ message: string }> }>;
  "/api/auth/reset-password": Post<{ token: string; password: string }, { 204: Nothing }>;
  "/api/auth/change-password": Post<{ current_password: string; new_password: string }, { 204: Nothing }>;
  "/api/auth/change-email": Post<{ new_email: string }, { 202: Answer<{ message: string }> }>;
  "/api/auth/confirm-email-change": Post<Token, { 204: Nothing }>;
  "/api/auth/undo-email-change": Post<Token, { 204: Nothing }>;
  "/api/auth/not-me": Post<Token, { 204: Nothing }>;
  "/api/auth/undo-deletion": Post<Token, { 204: Nothing }>;
  "/api/auth/reauthenticate": Post<{ password: string }, { 200: Answer<unknown> }>;
  "/api/auth/registration": {
    parameters: Bare;
    get: {
      parameters: Bare;
      requestBody?: never;
      responses: { 200: Answer<{ registration: "open" | "invite" | "closed" }>; default: Refusal };
    };
  };
  "/api/auth/activity": {
    parameters: Bare;
    get: {
      parameters: Omit<Bare, "query"> & { query?: { limit?: number; cursor?: string } };
      requestBody?: never;
      responses: { 200: Answer<AheadSchemas["Activity"]>; default: Refusal };
    };
  };
  "/api/auth/me": {
    delete: {
      parameters: Bare;
      requestBody?: never;
      responses: { 202: Answer<unknown>; default: Refusal };
    };
  };
  "/api/events": {
    parameters: Bare;
    get: {
      parameters: Bare;
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { "text/event-stream": string } };
        default: Refusal;
      };
    };
  };
};

type AheadSchemas = {
  Event: {
    id: string;
    kind: string;
    description: string;
    outcome: string;
    actor: string;
    session_id?: string | null;
    network?: string | null;
    browser?: string | null;
    os?: string | null;
    about?: string | null;
    happened_at: string;
  };
  Activity: { items: AheadSchemas["Event"][]; next_cursor?: string | null };
};

type Merged<Known, Ahead> = {
  [Path in keyof Known | keyof Ahead]: Path extends keyof Known
    ? Path extends keyof Ahead
      ? Omit<Known[Path], keyof Ahead[Path]> & Ahead[Path]
      : Known[Path]
    : Path extends keyof Ahead
      ? Ahead[Path]
      : never;
};

export type Paths = Merged<paths, AheadPaths>;
export type Schemas = components["schemas"] & AheadSchemas;
