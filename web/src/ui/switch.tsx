type SwitchProps = { words: string; isOn: boolean; onSwitch: (isOn: boolean) => void };

/** On or off, at once. */
export function Switch({ words, isOn, onSwitch }: SwitchProps) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={({ target }) => onSwitch(target.checked)}
        className="relative h-5 w-9 flex-none cursor-pointer appearance-none rounded-full border border-quiet bg-sunk transition-colors duration-[120ms] before:absolute before:top-[3px] before:left-[3px] before:size-3 before:rounded-full before:bg-quiet before:transition-transform before:duration-[120ms] checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent motion-reduce:transition-none motion-reduce:before:transition-none"
      />
      {words}
    </label>
  );
}
