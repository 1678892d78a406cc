import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { paths } from "@/app/paths";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { TextInput } from "@/ui/text-input";
import { TEXT_LINK } from "@/ui/text-link";
import { useSignIn } from "./api";

const credentials = z.object({
  identifier: z.string().trim().min(1, "Enter your email address or username."),
  password: z.string().min(1, "Enter your password."),
});

/** Who one is and one's password. What happens after it, the session tells everybody who follows it. */
export function SignInForm({ identifier = "" }: { identifier?: string }) {
  const signIn = useSignIn();
  const form = useForm({ resolver: zodResolver(credentials), defaultValues: { identifier, password: "" } });
  const { errors } = form.formState;
  const isUnverified = signIn.error instanceof ApiError && signIn.error.code === "email_not_verified";
  const typed = form.getValues("identifier");

  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit((fields) => signIn.mutate(fields))}
      className="mt-6 grid gap-4"
    >
      <Field id="identifier" label="Email or username" error={errors.identifier?.message}>
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("identifier")}
          />
        )}
      </Field>
      <Field id="password" label="Password" error={errors.password?.message}>
        {(ids) => (
          <PasswordInput
            {...ids}
            data-first={identifier === "" ? undefined : true}
            autoComplete="current-password"
            {...form.register("password")}
          />
        )}
      </Field>
      {signIn.error && (
        <Notice tone="bad" role="alert">
          <p>
            {say(signIn.error)}{" "}
            {isUnverified && typed.includes("@") && (
              <Link to={paths.checkMail} state={{ email: typed.trim(), sentAt: 0 }} className={TEXT_LINK}>
                Send the mail again
              </Link>
            )}
          </p>
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
