import type { ReactNode } from "react";

type FieldIds = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
type FieldProps = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  /** Another way, at the end of the label's line; reached after the field. */
  aside?: ReactNode;
  children: (ids: FieldIds) => ReactNode;
};

/** A label, what goes in, and what is wrong with it, tied together for those who hear the page. */
export function Field({ id, label, hint, error, aside, children }: FieldProps) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="relative">
      <label htmlFor={id} className="mb-1 block text-sm font-[520]">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {aside && <div className="absolute top-0 right-0 text-sm">{aside}</div>}
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
