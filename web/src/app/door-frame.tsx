import type { ReactNode } from "react";
import { Brand } from "@/ui/brand";

/** What stands before the journal: one narrow column in the middle of the page. */
export function DoorFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh place-items-center px-6 py-8">
      <div className="w-full max-w-[392px]">
        <header>
          <Brand />
        </header>
        <main id="main" data-place tabIndex={-1} className="mt-6">
          <h1 className="font-serif text-[2rem] leading-tight font-medium tracking-[-0.015em]">{title}</h1>
          {children}
        </main>
      </div>
    </div>
  );
}
