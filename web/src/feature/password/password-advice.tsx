import { lazy, Suspense, useDeferredValue } from "react";

// The word lists are large; they come when somebody begins to type a password.
const Meter = lazy(async () => ({ default: (await import("./password-meter")).PasswordMeter }));

type PasswordAdviceProps = { password: string; email: string; username: string };

/** What to think of a password while it is being typed. */
export function PasswordAdvice({ password, email, username }: PasswordAdviceProps) {
  const later = useDeferredValue(password);
  if (later === "") return <p>At least 8 characters. A few unrelated words make a good one.</p>;
  return (
    <Suspense fallback={<p>At least 8 characters. A few unrelated words make a good one.</p>}>
      <Meter password={later} email={email} username={username} />
    </Suspense>
  );
}
