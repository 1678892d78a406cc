import { Link, useLocation } from "@tanstack/react-router";
import { lastWay } from "@/api/last-way";
import { useStanding } from "@/api/live-session";
import { sayCode } from "@/api/words";
import { PasskeySecondStep } from "@/feature/passkey/passkey-second-step";
import { PasskeySignIn } from "@/feature/passkey/passkey-sign-in";
import { SignInForm } from "@/feature/session/sign-in-form";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function DoorPage() {
  const standing = useStanding();
  const sent = useLocation({ select: ({ state }) => state.because });
  // What was used last stands first.
  const isByPasskey = lastWay() === "passkey";
  const because = sent ?? (standing.kind === "out" ? standing.because : undefined);
  return (
    <DoorFrame title="Welcome back">
      <p className="mt-2 text-quiet">Your pages are where you left them.</p>
      {because && (
        <Notice role="status" className="mt-6">
          {sayCode(because)}
        </Notice>
      )}
      {isByPasskey && <PasskeySignIn isFirst />}
      <SignInForm passkey={(mfaToken) => <PasskeySecondStep mfaToken={mfaToken} />} />
      {!isByPasskey && <PasskeySignIn />}
      <p className="mt-8 text-center text-sm text-quiet">
        New here?{" "}
        <Link to={paths.register} className={TEXT_LINK}>
          Start a journal
        </Link>
      </p>
    </DoorFrame>
  );
}
