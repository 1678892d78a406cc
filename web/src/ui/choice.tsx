type ChoiceProps<Value extends string> = {
  label: string;
  name: string;
  choices: readonly { value: Value; words: string }[];
  value: Value;
  onChoose: (value: Value) => void;
};

/** One of a few that all show. */
export function Choice<Value extends string>({ label, name, choices, value, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <legend className="sr-only">{label}</legend>
      {choices.map((one) => (
        <label
          key={one.value}
          className="relative flex min-h-8 flex-1 items-center justify-center px-2 text-sm whitespace-nowrap text-quiet not-first-of-type:border-l not-first-of-type:border-line hover:bg-sunk wide:px-3 has-checked:bg-accent-soft has-checked:font-[520] has-checked:text-accent pointer-coarse:min-h-11"
        >
          <input
            type="radio"
            name={name}
            value={one.value}
            checked={one.value === value}
            onChange={() => onChoose(one.value)}
            className="absolute inset-0 m-0 size-full cursor-pointer appearance-none outline-none"
          />
          {one.words}
        </label>
      ))}
    </fieldset>
  );
}
