import type { ReactNode } from "react";

type FieldIds = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
type FieldProps = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  children: (ids: FieldIds) => ReactNode;
};

/** A label, what goes in, and what is wrong with it, tied together for those who hear the page. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-[520]">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className="mt-1 text-sm text-quiet">
          {hint}
        </div>
      )}
    </div>
  );
}
