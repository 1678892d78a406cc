import { z } from "./zod";

const fieldError = z.object({ field: z.string(), code: z.string(), message: z.string() });
const problem = z.object({
  code: z.string(),
  detail: z.string().default(""),
  errors: z.array(fieldError).default([]),
  current: z.unknown().optional(),
  mfa_token: z.string().optional(),
  methods: z.array(z.string()).default([]),
  unknown_credential: z.boolean().default(false),
});

export type FieldError = z.infer<typeof fieldError>;

/** The code of a request that got no answer: the network or the server is away. */
export const UNREACHABLE = "unreachable";

/** A refusal or a failure, as the server said it. `status` is 0 when no answer came. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  /** For a version conflict: the entry as it is on the server. */
  readonly current: unknown;
  /** For a sign-in that asks for a second factor: what finishes it. */
  readonly mfaToken: string | null;
  /** With what somebody can prove who they are, where more of that is asked for. */
  readonly methods: string[];
  /** For a passkey that was refused: nobody on the server knows it, so its authenticator may forget it. */
  readonly isUnknownCredential: boolean;
  /** Seconds to wait before another try; null when the server did not say. */
  readonly retryAfter: number | null;
  /** When that will be over, seconds since 1970 by this machine's clock. */
  readonly retryAt: number | null;

  constructor(told: {
    status: number;
    code: string;
    detail?: string;
    errors?: FieldError[];
    current?: unknown;
    mfa_token?: string;
    methods?: string[];
    unknown_credential?: boolean;
    retryAfter?: number | null;
  }) {
    super(told.detail ?? told.code);
    this.status = told.status;
    this.code = told.code;
    this.errors = told.errors ?? [];
    this.current = told.current;
    this.mfaToken = told.mfa_token ?? null;
    this.methods = told.methods ?? [];
    this.isUnknownCredential = told.unknown_credential ?? false;
    this.retryAfter = told.retryAfter ?? null;
    this.retryAt = this.retryAfter === null ? null : Math.ceil(Date.now() / 1000) + this.retryAfter;
  }
}

/** What an answer that is no success means. */
export function asError(response: Response, body: unknown): ApiError {
  const retryAfter = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const parsed = problem.safeParse(body);
  const told = parsed.success ? parsed.data : { code: `http_${response.status}` };
  return new ApiError({
    ...told,
    status: response.status,
    retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
  });
}

/** A request that got no answer at all, or none in time. */
export function unreachable(): ApiError {
  return new ApiError({ status: 0, code: UNREACHABLE });
}

/** Whether trying again later may help without anything being changed. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500)
  );
}

/** What a wait is for: wrong guesses at this account, or much of anything from this network or for this address. */
const WAITS = ["too_many_attempts", "too_many_requests"];

/** Until when the server takes no more tries from this person, seconds since 1970; null when that is not the trouble. */
export function lockedUntil(error: unknown): number | null {
  return error instanceof ApiError && WAITS.includes(error.code) ? error.retryAt : null;
}

/** Whether an answer is the problem with this code. */
export function isProblem(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}
