import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { z } from "@/api/zod";
import { paths } from "@/app/paths";
import { Button, buttonClass } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { TextInput } from "@/ui/text-input";
import { useSetUp } from "./api";

const fields = z.object({
  email: z.string().trim().min(1, "Enter your email address."),
  password: z.string().min(1, "Choose a password."),
});

type SetUpFormProps = {
  token: string;
  advise: (password: string, email: string) => ReactNode;
  onDone: () => void;
};

/** The first account of a new journal, which runs it. */
export function SetUpForm({ token, advise, onDone }: SetUpFormProps) {
  const setUp = useSetUp();
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { email: "", password: "" } });
  const { email = "", password = "" } = useWatch({ control: form.control });
  const { errors } = form.formState;
  if (token === "" || isProblem(setUp.error, "token_invalid")) return <Spent />;
  const refuse = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    for (const { field, message } of error.errors)
      if (field === "email" || field === "password") form.setError(field, { message }, { shouldFocus: true });
    if (error.code === "email_taken") form.setError("email", { message: say(error) }, { shouldFocus: true });
  };
  const hasComplaint = Boolean(errors.email ?? errors.password);
  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit((chosen) =>
        setUp.mutate({ token, ...chosen }, { onSuccess: onDone, onError: refuse }),
      )}
      className="mt-2 grid gap-6"
    >
      <p className="text-quiet">
        This journal is new. The account that you make now runs it: it can invite people and look after them,
        and it is a journal of your own as well.
      </p>
      <Field id="email" label="Email" error={errors.email?.message}>
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            autoComplete="username"
            spellCheck={false}
            {...form.register("email")}
          />
        )}
      </Field>
      <Field id="password" label="Password" hint={advise(password, email)} error={errors.password?.message}>
        {(ids) => <PasswordInput {...ids} autoComplete="new-password" {...form.register("password")} />}
      </Field>
      {setUp.error && !hasComplaint && (
        <Notice tone="bad" role="alert">
          {say(setUp.error)}
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={setUp.isPending}>
        Set up this journal
      </Button>
    </form>
  );
}

function Spent() {
  return (
    <div role="alert" className="mt-2 grid gap-6">
      <p className="text-quiet">
        This link does not hold. Somebody runs this journal already, or the link is older than three days:
        starting the program anew shows another one.
      </p>
      <Link to={paths.door} className={buttonClass({ look: "main", size: "large" })}>
        Sign in
      </Link>
    </div>
  );
}
