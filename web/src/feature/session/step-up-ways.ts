/** What can be typed as a proof. */
export const WAYS = ["password", "totp", "recovery_code"] as const;
export type Way = (typeof WAYS)[number];
