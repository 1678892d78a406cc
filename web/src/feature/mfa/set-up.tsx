import { useState } from "react";
import { sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { type NewApp, useSetUp } from "./api";
import { ConfirmCode } from "./confirm-code";
import { RecoveryCodes } from "./recovery-codes";

type SetUpProps = { onDone: () => void; onBegun?: () => void; onClose?: () => void };

/** From nothing to a second factor: the key for the app, its first code, and the recovery codes. */
export function SetUp({ onDone, onBegun, onClose }: SetUpProps) {
  const begin = useSetUp();
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begin.data) {
    return <ShownKey app={begin.data} onCodes={setCodes} onAnew={begin.reset} onClose={onClose} />;
  }
  return (
    <div className="grid gap-4">
      <p className="text-quiet">
        You need an app that shows codes: a keeper of passwords often does, or take one made for it. Signing
        in then asks for your password and for the code of the moment.
      </p>
      {begin.isPending && <Loading lines={2} />}
      {begin.error && <Trouble words={sayOfAccounts(begin.error)} />}
      <div className="flex flex-wrap gap-3">
        <Button
          look="main"
          busy={begin.isPending}
          onClick={() => begin.mutate(undefined, { onSuccess: onBegun })}
        >
          Begin
        </Button>
        {onClose && (
          <Button look="bare" onClick={onClose}>
            Not now
          </Button>
        )}
      </div>
    </div>
  );
}

type ShownKeyProps = {
  app: NewApp;
  onCodes: (codes: string[]) => void;
  onAnew: () => void;
  onClose?: () => void;
};

function ShownKey({ app, onCodes, onAnew, onClose }: ShownKeyProps) {
  const groups = app.secret.match(/.{1,4}/g)?.join(" ") ?? app.secret;
  return (
    <div className="grid gap-4">
      <p>Scan this with the app.</p>
      {/* Cameras want it dark on white, whatever the theme. */}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(app.qr_svg)}`}
        alt="QR code for the authenticator app; the key below says the same"
        width={240}
        height={240}
        className="rounded-md bg-white"
      />
      <p>
        On this device,{" "}
        <a href={app.otpauth_url} className="text-accent underline underline-offset-4">
          open it in the app
        </a>
        , or type the key:
      </p>
      <p className="rounded-md bg-sunk px-4 py-3 font-mono break-words select-all">{groups}</p>
      <ConfirmCode onCodes={onCodes} onAnew={onAnew} onClose={onClose} />
    </div>
  );
}
