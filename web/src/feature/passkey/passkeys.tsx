import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api/me";
import { say, sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { passkeysQuery, useAddPasskey, useConfirm, useRemove, useRename } from "./api";
import { canUsePasskeys } from "./ceremony";
import { PasskeyRow } from "./passkey-row";

/** Every passkey that opens the journal. */
export function Passkeys() {
  const passkeys = useQuery(passkeysQuery);
  const [add, rename, remove, confirm] = [useAddPasskey(), useRename(), useRemove(), useConfirm()];
  const failure = add.error ?? rename.error ?? remove.error ?? confirm.error;
  const mayChange = useMay("profile:write") !== false;
  const waits = passkeys.data?.some(({ needs_confirmation }) => needs_confirmation);
  const begin = () => {
    for (const past of [add, rename, remove, confirm]) past.reset();
  };
  return (
    <>
      {waits && (
        <Notice className="mt-6">
          Your account was recovered. A passkey opens it again when you say that it is yours; remove what you
          do not know.
        </Notice>
      )}
      <Card
        title="Passkeys"
        action={
          canUsePasskeys() &&
          mayChange && (
            <Button
              size="small"
              onClick={() => {
                if (add.isPending) return add.cancel();
                begin();
                add.mutate();
              }}
            >
              {add.isPending ? "Cancel" : "Add a passkey"}
            </Button>
          )
        }
      >
        {passkeys.isPending && <Loading />}
        {passkeys.error && !passkeys.data && (
          <Trouble words={sayOfAccounts(passkeys.error)} onRetry={() => passkeys.refetch()} />
        )}
        {passkeys.data?.length === 0 && (
          <p className="border-t border-line px-6 py-4 text-quiet">
            There is none yet. A passkey opens your journal with a finger, a face or a PIN.
          </p>
        )}
        <ul>
          {passkeys.data?.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              isBusy={[remove, confirm].some((one) => one.isPending && one.variables === passkey.id)}
              onRename={(name) => {
                begin();
                rename.mutate({ id: passkey.id, name });
              }}
              onRemove={() => {
                begin();
                remove.mutate(passkey.id);
              }}
              onConfirm={() => {
                begin();
                confirm.mutate(passkey.id);
              }}
            />
          ))}
        </ul>
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {add.isSuccess && "Your new passkey opens your journal. We sent you a note by mail."}
        {remove.isSuccess && "That passkey does not open your journal any more."}
        {confirm.isSuccess && "That passkey opens your journal again."}
      </p>
      {failure && (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(failure)}
        </Notice>
      )}
    </>
  );
}
