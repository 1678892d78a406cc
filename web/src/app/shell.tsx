import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useState, useSyncExternalStore } from "react";
import { useStanding } from "@/api/live-session";
import { meQuery } from "@/api/me";
import { EnrolDialog } from "@/feature/mfa/enrol-dialog";
import { PasskeyEnrol } from "@/feature/passkey/passkey-enrol";
import { PasskeyProof } from "@/feature/passkey/passkey-proof";
import { PasskeySecondStep } from "@/feature/passkey/passkey-second-step";
import { PasskeySignIn } from "@/feature/passkey/passkey-sign-in";
import { ProviderButtons } from "@/feature/provider/provider-buttons";
import { ProviderProof } from "@/feature/provider/provider-proof";
import { SignInDialog } from "@/feature/session/sign-in-dialog";
import { StepUpDialog } from "@/feature/session/step-up-dialog";
import { typing } from "@/ui/step-back";
import { LockedNotice } from "./locked-notice";
import { Navigation } from "./navigation";

/** The signed-in page: where one can go, and what is open. It stays when the session ends, and asks to sign in. */
export function Shell() {
  const standing = useStanding();
  const { data: me } = useQuery(meQuery);
  const here = useLocation({ select: ({ href }) => href });
  const [isPutOff, putOff] = useState(false);
  // A dialog that opened between two keys would swallow the second one, and all after it.
  const isTyping = useSyncExternalStore(typing.subscribe, typing.isOn);
  const locked = standing.kind === "locked" ? standing : null;
  if (!locked && isPutOff) putOff(false);
  // It stays for the recovery codes, when nothing is demanded any more.
  const [isEnrolling, enrol] = useState(false);
  if (me?.must_enrol && !isEnrolling) enrol(true);
  return (
    <div className="min-h-dvh pb-16 wide:grid wide:h-dvh wide:grid-cols-[72px_minmax(0,1fr)] wide:pb-0 full:grid-cols-[232px_minmax(0,1fr)]">
      <Navigation name={me?.display_name ?? me?.username ?? me?.email} />
      {/* Words for screen readers alone are placed within it, or they would make the document longer than the window. */}
      <div className="relative min-w-0 wide:h-dvh wide:overflow-y-auto">
        {locked && isPutOff && <LockedNotice onSignIn={() => putOff(false)} />}
        <Outlet />
      </div>
      {isEnrolling && !locked && (
        <EnrolDialog other={<PasskeyEnrol onDone={() => enrol(false)} />} onDone={() => enrol(false)} />
      )}
      <StepUpDialog
        identifier={me?.username ?? me?.email}
        passkey={<PasskeyProof />}
        provider={<ProviderProof />}
      />
      {locked && !isPutOff && !isTyping && (
        <SignInDialog
          because={locked.because}
          identifier={me?.username ?? me?.email}
          other={
            <>
              <PasskeySignIn />
              <ProviderButtons returnTo={here} />
            </>
          }
          passkey={(mfaToken) => <PasskeySecondStep mfaToken={mfaToken} />}
          onLater={() => putOff(true)}
        />
      )}
    </div>
  );
}
