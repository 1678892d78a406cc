import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, lockedUntil } from "@/api/problem";
import { z } from "@/api/zod";
import { paths } from "@/app/paths";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { TextInput } from "@/ui/text-input";
import { useNow } from "@/ui/use-now";
import { useSignIn } from "./api";
import { type PasskeyStep, SecondStep } from "./second-step";
import { SignInRefused } from "./sign-in-refused";

const credentials = z.object({
  identifier: z.string().trim().min(1, "Enter your email address or username."),
  password: z.string().min(1, "Enter your password."),
});

/**
 * Who one is and one's password, and a second step where the account asks for one. What happens after it, the session
 * tells everybody who follows it. Given an `identifier`, it stands over a living page, and ways out of it open beside
 * that page.
 */
export function SignInForm({ identifier = "", passkey }: { identifier?: string; passkey?: PasskeyStep }) {
  const signIn = useSignIn();
  const form = useForm({ resolver: zodResolver(credentials), defaultValues: { identifier, password: "" } });
  const { errors } = form.formState;
  const typed = useWatch({ control: form.control, name: "identifier" }).trim();
  const isSame = signIn.variables?.identifier.trim() === typed;
  const now = useNow();
  const mustWait = isSame && (lockedUntil(signIn.error) ?? 0) > now;
  const email = typed.includes("@") ? typed : "";
  const inNewTab = identifier !== "";
  const asked = signIn.error instanceof ApiError && signIn.error.mfaToken !== null ? signIn.error : null;
  if (asked?.mfaToken) {
    const anew = () => {
      signIn.reset();
      form.resetField("password");
    };
    return (
      <SecondStep
        key={asked.mfaToken}
        mfaToken={asked.mfaToken}
        methods={asked.methods}
        passkey={passkey}
        onAnew={anew}
      />
    );
  }

  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit((fields) => mustWait || signIn.mutate(fields))}
      className="mt-6 grid gap-4"
    >
      <Field id="identifier" label="Email or username" error={errors.identifier?.message}>
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("identifier")}
          />
        )}
      </Field>
      <Field
        id="password"
        label="Password"
        error={errors.password?.message}
        aside={
          <Link
            to={paths.forgotPassword}
            state={{ email }}
            target={inNewTab ? "_blank" : undefined}
            className="text-sm text-accent underline-offset-4 hover:underline"
          >
            Forgot it?
          </Link>
        }
      >
        {(ids) => (
          <PasswordInput
            {...ids}
            data-first={inNewTab ? true : undefined}
            autoComplete="current-password"
            {...form.register("password")}
          />
        )}
      </Field>
      {signIn.error && <SignInRefused error={signIn.error} email={email} inNewTab={inNewTab} />}
      <Button type="submit" look="main" size="large" busy={signIn.isPending} disabled={mustWait}>
        Sign in
      </Button>
    </form>
  );
}
