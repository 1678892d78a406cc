import { lazy, Suspense, useDeferredValue } from "react";
import { PasswordBars } from "./password-bars";

// The word lists are large; they come when somebody begins to type a password.
const Meter = lazy(async () => ({ default: (await import("./password-meter")).PasswordMeter }));

type PasswordAdviceProps = { password: string; email: string; username: string };

/** What to think of a password while it is being typed. */
export function PasswordAdvice({ password, email, username }: PasswordAdviceProps) {
  const later = useDeferredValue(password);
  const before = (
    <PasswordBars filled={0} look="">
      At least 8 characters. A few unrelated words make a good one.
    </PasswordBars>
  );
  if (later === "") return before;
  return (
    <Suspense fallback={before}>
      <Meter password={later} email={email} username={username} />
    </Suspense>
  );
}
