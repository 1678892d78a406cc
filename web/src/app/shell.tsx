import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useState, useSyncExternalStore } from "react";
import { useStanding } from "@/api/live-session";
import { meQuery } from "@/api/me";
import { EnrolDialog } from "@/feature/mfa/enrol-dialog";
import { PasskeyProof } from "@/feature/passkey/passkey-proof";
import { PasskeySignIn } from "@/feature/passkey/passkey-sign-in";
import { SignInDialog } from "@/feature/session/sign-in-dialog";
import { StepUpDialog } from "@/feature/session/step-up-dialog";
import { typing } from "@/ui/step-back";
import { LockedNotice } from "./locked-notice";
import { Navigation } from "./navigation";

/** The signed-in page: where one can go, and what is open. It stays when the session ends, and asks to sign in. */
export function Shell() {
  const standing = useStanding();
  const { data: me } = useQuery(meQuery);
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
      <div className="min-w-0 wide:h-dvh wide:overflow-y-auto">
        {locked && isPutOff && <LockedNotice onSignIn={() => putOff(false)} />}
        <Outlet />
      </div>
      {isEnrolling && !locked && <EnrolDialog onDone={() => enrol(false)} />}
      <StepUpDialog identifier={me?.username ?? me?.email} passkey={<PasskeyProof />} />
      {locked && !isPutOff && !isTyping && (
        <SignInDialog
          because={locked.because}
          identifier={me?.username ?? me?.email}
          other={<PasskeySignIn />}
          onLater={() => putOff(true)}
        />
      )}
    </div>
  );
}
