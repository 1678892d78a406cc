import type { ReactNode } from "react";

/** A page of the shell that is not the journal itself. */
export function Sheet({ title, words, children }: { title: string; words?: string; children?: ReactNode }) {
  return (
    <main id="main" data-place tabIndex={-1} className="w-full max-w-[820px] px-4 py-6 wide:px-8 wide:py-12">
      <h1 className="font-serif text-title font-[540] tracking-[-0.012em]">{title}</h1>
      {words && <p className="mt-1 text-quiet">{words}</p>}
      {children}
    </main>
  );
}
