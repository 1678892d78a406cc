type TitleFieldProps = {
  title: string;
  autoFocus: boolean;
  onChange: (title: string) => void;
  onDone: () => void;
};

/** The title: one line of text that wraps when it is long. Enter goes on to the text. */
export function TitleField({ title, autoFocus, onChange, onDone }: TitleFieldProps) {
  return (
    <textarea
      aria-label="Title"
      placeholder="Title"
      rows={1}
      // biome-ignore lint/a11y/noAutofocus: whoever opens a new page came to write
      autoFocus={autoFocus}
      value={title}
      onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, " "))}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onDone();
      }}
      className="mt-2 mb-5 block field-sizing-content w-full resize-none bg-transparent font-serif text-title font-[540] tracking-[-0.012em] outline-none placeholder:text-quiet"
    />
  );
}
