import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { z } from "@/api/zod";
import { paths } from "@/app/paths";
import { Button, buttonClass } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { useResetPassword } from "./api";
import { newPassword } from "./new-password";
import { PasswordAdvice } from "./password-advice";

const fields = z.object({ password: newPassword });

/** A new password by a mailed link. The link is spent on the press, and not by opening it. */
export function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const reset = useResetPassword();
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { password: "" } });
  const password = useWatch({ control: form.control, name: "password" });
  const complaint = form.formState.errors.password?.message;
  if (token === "" || isProblem(reset.error, "token_invalid")) return <Spent />;
  const refuse = (error: unknown) => {
    const found = error instanceof ApiError && error.errors.find(({ field }) => field === "password");
    if (found) form.setError("password", { message: found.message }, { shouldFocus: true });
  };
  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit((chosen) =>
        reset.mutate({ token, ...chosen }, { onSuccess: onDone, onError: refuse }),
      )}
      className="mt-2 grid gap-6"
    >
      <p className="text-quiet">
        Choose a password that you use nowhere else. Every device will be signed out.
      </p>
      <Field
        id="password"
        label="New password"
        hint={<PasswordAdvice password={password} email="" username="" />}
        error={complaint}
      >
        {(ids) => <PasswordInput {...ids} autoComplete="new-password" {...form.register("password")} />}
      </Field>
      {reset.error && !complaint && (
        <Notice tone="bad" role="alert">
          {say(reset.error)}
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={reset.isPending}>
        Set the new password
      </Button>
    </form>
  );
}

function Spent() {
  return (
    <div role="alert" className="mt-2 grid gap-6">
      <p className="text-quiet">
        This link does not hold. It may have been used already, be older than half an hour, or not be copied
        whole. Nothing was changed, and a new link takes a minute.
      </p>
      <Link to={paths.forgotPassword} className={buttonClass({ look: "main", size: "large" })}>
        Ask for a new link
      </Link>
    </div>
  );
}
