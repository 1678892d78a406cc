import { getRouteApi, Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { lastWay } from "@/api/last-way";
import { useStanding } from "@/api/live-session";
import { sayCode } from "@/api/words";
import { PasskeySignIn } from "@/feature/passkey/passkey-sign-in";
import { waitingStep } from "@/feature/provider/handover";
import { ProviderButtons } from "@/feature/provider/provider-buttons";
import { ProviderRefused } from "@/feature/provider/provider-refused";
import { SecondStep } from "@/feature/session/second-step";
import { SignInForm } from "@/feature/session/sign-in-form";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

const route = getRouteApi("/");

export function DoorPage() {
  const standing = useStanding();
  const { to = paths.entries, provider, error } = route.useSearch();
  const sent = useLocation({ select: ({ state }) => state.because });
  const [step, ask] = useState(waitingStep.get);
  // What was used last stands first.
  const isByPasskey = lastWay() === "passkey";
  const because = sent ?? (standing.kind === "out" ? standing.because : undefined);
  const beginAnew = () => {
    waitingStep.drop();
    ask(null);
  };
  return (
    <DoorFrame title="Welcome back">
      <p className="mt-2 text-quiet">Your pages are where you left them.</p>
      {because && (
        <Notice role="status" className="mt-6">
          {sayCode(because)}
        </Notice>
      )}
      {step ? (
        <SecondStep mfaToken={step.mfaToken} methods={step.methods} onAnew={beginAnew} />
      ) : (
        <>
          {error && <ProviderRefused provider={provider} code={error} place="door" />}
          {isByPasskey && <PasskeySignIn isFirst />}
          <ProviderButtons part="last" returnTo={to} />
          <SignInForm />
          {!isByPasskey && <PasskeySignIn />}
          <ProviderButtons part="others" returnTo={to} />
        </>
      )}
      <p className="mt-8 text-center text-sm text-quiet">
        New here?{" "}
        <Link to={paths.register} className={TEXT_LINK}>
          Start a journal
        </Link>
      </p>
    </DoorFrame>
  );
}
