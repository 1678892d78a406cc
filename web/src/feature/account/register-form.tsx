import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, lockedUntil } from "@/api/problem";
import { leadOf, say, sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { TextInput } from "@/ui/text-input";
import { WaitNotice } from "@/ui/wait-notice";
import { type Pending, useRegister } from "./api";
import { InviteField } from "./invite-field";
import { newAccount, type RegisterFields } from "./new-account";

type RegisterFormProps = {
  /** What can be said of a password while it is typed. */
  advise: (password: string, email: string, username: string) => ReactNode;
  onSent: (pending: Pending) => void;
  /** A code that came with the link, and whether one is needed. */
  invite?: string;
  asksInvite?: boolean;
};

export function RegisterForm({ advise, onSent, invite = "", asksInvite = false }: RegisterFormProps) {
  const register = useRegister();
  const form = useForm<RegisterFields>({
    resolver: zodResolver(newAccount),
    defaultValues: { email: "", username: "", password: "", invite },
  });
  const { errors } = form.formState;
  const [needsInvite, needInvite] = useState(asksInvite || invite !== "");
  const [email, username, password] = useWatch({
    control: form.control,
    name: ["email", "username", "password"],
  });

  const refuse = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    for (const { field, message } of error.errors) {
      if (field === "email" || field === "username" || field === "password")
        form.setError(field, { message });
    }
    if (error.code === "username_taken")
      form.setError("username", { message: say(error) }, { shouldFocus: true });
    if (error.code === "invite_required" || error.code === "invite_invalid") {
      needInvite(true);
      form.setError("invite", { message: say(error) });
    }
  };
  const send = form.handleSubmit((fields) =>
    register.mutate(
      {
        email: fields.email,
        password: fields.password,
        username: fields.username || undefined,
        invite_code: fields.invite || undefined,
      },
      {
        onSuccess: ({ registration }) => onSent({ email: fields.email, registration }),
        onError: refuse,
      },
    ),
  );
  const until = lockedUntil(register.error);
  const isFieldError = Object.keys(errors).length > 0;

  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 grid gap-4">
      {needsInvite && (
        <InviteField
          cameWithLink={invite !== ""}
          error={errors.invite?.message}
          {...form.register("invite")}
        />
      )}
      <Field id="email" label="Email" error={errors.email?.message}>
        {(ids) => <TextInput {...ids} type="email" autoComplete="email" {...form.register("email")} />}
      </Field>
      <Field
        id="username"
        label="Username, if you like"
        hint="A short name to sign in with, instead of the address."
        error={errors.username?.message}
      >
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("username")}
          />
        )}
      </Field>
      <Field
        id="password"
        label="Password"
        hint={advise(password, email, username)}
        error={errors.password?.message}
      >
        {(ids) => <PasswordInput {...ids} autoComplete="new-password" {...form.register("password")} />}
      </Field>
      <WaitNotice until={until} because={leadOf(register.error)} />
      {register.error && until === null && !isFieldError && (
        <Notice tone="bad" role="alert">
          {sayOfAccounts(register.error)}
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={register.isPending}>
        Start your journal
      </Button>
    </form>
  );
}
