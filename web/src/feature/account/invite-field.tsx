import type { ComponentProps } from "react";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text-input";

type InviteFieldProps = ComponentProps<"input"> & { cameWithLink: boolean; error?: string };

/** The code that lets somebody in where not everybody may come. */
export function InviteField({ cameWithLink, error, ...props }: InviteFieldProps) {
  const hint = cameWithLink ? "It came with your link." : "The code from whoever runs this journal.";
  return (
    <Field id="invite" label="Invitation" hint={hint} error={error}>
      {(ids) => <TextInput {...ids} autoComplete="off" autoCapitalize="none" spellCheck={false} {...props} />}
    </Field>
  );
}
