import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { paths } from "@/app/paths";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text-input";
import { providersQuery } from "./api";
import { ProviderButtons } from "./provider-buttons";

type ProviderSignUpProps = { invite: string; asksInvite: boolean };

/** Starts a journal with a provider; an invitation goes along where one is needed. */
export function ProviderSignUp({ invite, asksInvite }: ProviderSignUpProps) {
  const { data: providers = [] } = useQuery(providersQuery);
  const [code, setCode] = useState(invite);
  if (providers.length === 0) return null;
  const buttons = <ProviderButtons returnTo={paths.entries} invite={code.trim()} />;
  if (!asksInvite && invite === "") return buttons;
  return (
    <section aria-label="With a provider" className="mt-8 border-t border-line pt-6">
      <Field
        id="provider-invite"
        label="Invitation for a provider"
        hint={invite ? "It came with your link." : "The code from whoever runs this journal."}
      >
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      {buttons}
    </section>
  );
}
