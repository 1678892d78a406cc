import { useQuery, useQueryClient } from "@tanstack/react-query";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { passkeysQuery, useAddPasskey, useConfirm } from "./api";
import { canUsePasskeys } from "./ceremony";

/** A passkey where a second factor is demanded: a new one, or one that a recovery has set aside. */
export function PasskeyEnrol({ onDone }: { onDone: () => void }) {
  const passkeys = useQuery({ ...passkeysQuery, enabled: canUsePasskeys() });
  const client = useQueryClient();
  // The account first, so that nothing is demanded any more when the dialog goes.
  const onSuccess = () => void client.invalidateQueries().then(onDone);
  const [add, confirm] = [useAddPasskey(), useConfirm()];
  if (!canUsePasskeys()) return null;
  const error = add.error ?? confirm.error;
  const waiting = passkeys.data?.filter(({ needs_confirmation }) => needs_confirmation) ?? [];
  return (
    <div className="mb-6 grid gap-3 border-b border-line pb-6">
      <p className="text-quiet">
        A passkey is enough by itself: a finger, a face or a PIN opens your journal.
      </p>
      {waiting.map(({ id, name }) => (
        <div key={id} className="flex flex-wrap items-center gap-3">
          <span className="flex-1 break-words">{name} was set aside when your account was recovered.</span>
          <Button
            size="small"
            busy={confirm.isPending && confirm.variables === id}
            onClick={() => confirm.mutate(id, { onSuccess })}
            aria-label={`It is mine: ${name}`}
          >
            It is mine
          </Button>
        </div>
      ))}
      <Button look="main" busy={add.isPending} onClick={() => add.mutate(undefined, { onSuccess })}>
        {add.isPending ? "Waiting for your passkey" : "Add a passkey"}
      </Button>
      {add.isPending && (
        <Button look="bare" onClick={add.cancel}>
          Cancel
        </Button>
      )}
      {error && !add.isPending && (
        <Notice tone="bad" role="alert">
          {say(error)}
        </Notice>
      )}
    </div>
  );
}
