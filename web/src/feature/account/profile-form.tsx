import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { Me } from "@/api/me";
import { ApiError, isProblem } from "@/api/problem";
import { sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text-input";
import { useChangeProfile } from "./api";
import { languages, timeZones, zoneHere } from "./places";
import { changeOf, fieldsOf, type ProfileFields, profileFields } from "./profile-fields";

const NAMES = ["display_name", "username", "time_zone", "locale"] as const;

/** What one is called here, where one is, and in which language one is written to. */
export function ProfileForm({ me }: { me: Me }) {
  const change = useChangeProfile();
  const form = useForm<ProfileFields>({
    resolver: zodResolver(profileFields),
    values: fieldsOf(me),
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const refuse = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    for (const { field, message } of error.errors) {
      const name = NAMES.find((one) => one === field);
      if (name) form.setError(name, { message });
    }
    if (isProblem(error, "username_taken"))
      form.setError("username", { message: sayOfAccounts(error) }, { shouldFocus: true });
  };
  const send = form.handleSubmit((fields) => {
    if (me.username && !fields.username)
      return form.setError("username", { message: "A username can be changed, but not taken away." });
    change.mutate(changeOf(me, fields), { onSuccess: (now) => form.reset(fieldsOf(now)), onError: refuse });
  });
  const hasComplaint = Object.keys(errors).length > 0;
  return (
    <form
      method="post"
      noValidate
      onSubmit={send}
      className="grid gap-4 border-t border-line px-6 py-5 wide:grid-cols-2 wide:gap-x-6"
    >
      <Field
        id="display-name"
        label="Name"
        hint="What you are called here."
        error={errors.display_name?.message}
      >
        {(ids) => <TextInput {...ids} autoComplete="name" {...form.register("display_name")} />}
      </Field>
      <Field
        id="profile-username"
        label="Username"
        hint="To sign in with, instead of the address."
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
        id="time-zone"
        label="Time zone"
        hint={`This device is in ${zoneHere().replaceAll("_", " ")}.`}
        error={errors.time_zone?.message}
      >
        {(ids) => (
          <Select
            {...ids}
            none="Not chosen"
            choices={timeZones(me.time_zone ?? "")}
            {...form.register("time_zone")}
          />
        )}
      </Field>
      <Field
        id="locale"
        label="Language"
        hint="How dates and numbers are written."
        error={errors.locale?.message}
      >
        {(ids) => (
          <Select
            {...ids}
            none="Not chosen"
            choices={languages(me.locale ?? "")}
            {...form.register("locale")}
          />
        )}
      </Field>
      {change.error && !hasComplaint && (
        <Notice tone="bad" role="alert" className="wide:col-span-2">
          {sayOfAccounts(change.error)}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-4 wide:col-span-2">
        <Button type="submit" look="main" busy={change.isPending} disabled={!isDirty}>
          Save
        </Button>
        <p role="status" className="text-sm text-quiet">
          {change.isSuccess && !isDirty && "Saved."}
        </p>
      </div>
    </form>
  );
}
