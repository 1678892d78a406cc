import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { sayOfAccounts } from "@/api/words";
import { paths } from "@/app/paths";
import { Button, buttonClass } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { TextInput } from "@/ui/text-input";
import { useDeleteAccount } from "./api";

/** The end of a journal: what it means, and a word that is not typed by accident. */
export function DeleteAccount({ email }: { email: string }) {
  const deletion = useDeleteAccount();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string>();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (deletion.isPending) return;
    const isSame = typed.trim().toLowerCase() === email.toLowerCase();
    setWrong(isSame ? undefined : "That is not the address above.");
    if (isSame) deletion.mutate();
  };
  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 grid max-w-[38rem] gap-6">
      <ul className="grid list-disc gap-2 pl-5">
        <li>You are signed out at once, on every device.</li>
        <li>For 14 days everything is kept, and a link in the mail we send brings it back.</li>
        <li>After that your account and every page in it are deleted for good.</li>
      </ul>
      <p className="text-quiet">Nobody can bring it back then, not even whoever runs this journal.</p>
      <Field id="delete-confirm" label={`To go on, type your address: ${email}`} error={wrong}>
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {deletion.error && (
        <Notice tone="bad" role="alert">
          {sayOfAccounts(deletion.error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Link to={paths.account} className={buttonClass({ look: "main" })}>
          Keep my journal
        </Link>
        <Button type="submit" look="danger" busy={deletion.isPending}>
          Delete my journal
        </Button>
      </div>
    </form>
  );
}
