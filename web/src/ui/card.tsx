import type { ReactNode } from "react";

/** Rows that belong together, on the account and admin pages. */
export function Card({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="mt-6 overflow-hidden rounded-lg border border-line bg-sheet">
      <header className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
        <h2 className="font-[580]">{title}</h2>
        {action}
      </header>
      {children}
    </section>
  );
}
