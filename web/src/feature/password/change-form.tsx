import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, isProblem, lockedUntil } from "@/api/problem";
import { leadOf, sayOfAccounts } from "@/api/words";
import { z } from "@/api/zod";
import { paths } from "@/app/paths";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { focusFirst } from "@/ui/focus";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { TEXT_LINK } from "@/ui/text-link";
import { WaitNotice } from "@/ui/wait-notice";
import { useChangePassword } from "./api";
import { newPassword } from "./new-password";
import { PasswordAdvice } from "./password-advice";

const another = z.object({
  current_password: z.string().min(1, "Enter the password you have now."),
  new_password: newPassword,
});
const first = z.object({ current_password: z.undefined(), new_password: newPassword });

type ChangeFormProps = {
  email: string;
  username: string;
  isFirst: boolean;
  onDone: () => void;
  onClose: () => void;
};

/** Another password, on the strength of the one that holds; or a first one, for who has just signed in. */
export function ChangeForm({ email, username, isFirst, onDone, onClose }: ChangeFormProps) {
  const change = useChangePassword();
  const form = useForm<{ current_password?: string; new_password: string }>({
    resolver: zodResolver(isFirst ? first : another),
    defaultValues: { current_password: isFirst ? undefined : "", new_password: "" },
  });
  const { errors } = form.formState;
  const typed = useWatch({ control: form.control, name: "new_password" });
  const until = lockedUntil(change.error);
  const refuse = (error: unknown) => {
    if (isProblem(error, "wrong_password"))
      form.setError("current_password", { message: sayOfAccounts(error) }, { shouldFocus: true });
    const found = error instanceof ApiError && error.errors.find(({ field }) => field === "new_password");
    if (found) form.setError("new_password", { message: found.message }, { shouldFocus: true });
  };
  const hasComplaint = Object.keys(errors).length > 0;
  return (
    <form
      ref={focusFirst}
      method="post"
      noValidate
      onSubmit={form.handleSubmit((body) => change.mutate(body, { onSuccess: onDone, onError: refuse }))}
      className="grid max-w-[26rem] gap-4"
    >
      <input type="text" hidden readOnly autoComplete="username" value={username || email} />
      {!isFirst && (
        <Field id="current-password" label="Password now" error={errors.current_password?.message}>
          {(ids) => (
            <PasswordInput {...ids} autoComplete="current-password" {...form.register("current_password")} />
          )}
        </Field>
      )}
      <Field
        id="new-password"
        label="New password"
        hint={<PasswordAdvice password={typed} email={email} username={username} />}
        error={errors.new_password?.message}
      >
        {(ids) => <PasswordInput {...ids} autoComplete="new-password" {...form.register("new_password")} />}
      </Field>
      <WaitNotice until={until} because={leadOf(change.error)}>
        <p>
          Or{" "}
          <Link to={paths.forgotPassword} state={{ email }} target="_blank" className={TEXT_LINK}>
            ask for a link by mail
          </Link>{" "}
          to choose a new one, which ends the wait.
        </p>
      </WaitNotice>
      {change.error && until === null && !hasComplaint && (
        <Notice tone="bad" role="alert">
          {sayOfAccounts(change.error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="main" busy={change.isPending}>
          {isFirst ? "Set the password" : "Change password"}
        </Button>
        <Button look="bare" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
