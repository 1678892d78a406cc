import { type ReactNode, useCallback, useId } from "react";

type DialogProps = { title: string; onClose: () => void; children: ReactNode };

/**
 * A question over the living page. The browser keeps the focus inside, and gives it back; it begins at what is marked
 * `data-first`, or at the first thing that can have it.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const heading = useId();
  const open = useCallback((element: HTMLDialogElement | null) => {
    if (element && !element.open) element.showModal();
    element?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={open}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(26rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border border-line bg-sheet p-6 text-ink shadow-float backdrop:bg-paper/70 backdrop:backdrop-blur-[2px]"
    >
      <h2 id={heading} className="font-serif text-2xl font-medium tracking-tight">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
