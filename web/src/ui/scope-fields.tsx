/** What each scope lets somebody do. The words are the server's; one that is not known here shows as it is. */
const WORDS: Record<string, string> = {
  "entries:read": "Read entries",
  "entries:write": "Write, change and delete entries",
  "profile:read": "Read the profile",
  "profile:write": "Change the profile",
  "sessions:read": "See devices, access tokens and activity",
  "sessions:write": "Sign out devices and revoke access tokens",
  "admin:read": "See what admins see",
  "admin:write": "Do what admins do",
};

export function scopeWords(scope: string): string {
  return WORDS[scope] ?? scope;
}

type ScopeFieldsProps = {
  id: string;
  label: string;
  /** What there is to choose from. */
  scopes: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string;
};

/** Which scopes, each with what it means. */
export function ScopeFields({ id, label, scopes, chosen, onChange, error }: ScopeFieldsProps) {
  const choose = (scope: string, isChosen: boolean) =>
    onChange(scopes.filter((one) => (one === scope ? isChosen : chosen.includes(one))));
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-[520]">{label}</legend>
      {scopes.map((scope) => (
        <label key={scope} className="flex min-h-(--touch) items-center gap-3">
          <input
            type="checkbox"
            name={scope}
            className="size-[18px] flex-none accent-accent"
            checked={chosen.includes(scope)}
            onChange={({ target }) => choose(scope, target.checked)}
          />
          <span className="min-w-0 break-words">{scopeWords(scope)}</span>
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
