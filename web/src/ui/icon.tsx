import { cx } from "./cx";

const PATHS = {
  pen: "M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16v4z",
  book: "M4 5a2 2 0 0 1 2-2h14v16H6a2 2 0 0 0-2 2V5zM4 19h16",
  bin: "M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13",
  laptop: "M6.5 5h11A1.5 1.5 0 0 1 19 6.5V16H5V6.5A1.5 1.5 0 0 1 6.5 5zM2 19h20",
  phone: "M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18h2",
  lock: "M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3",
  me: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4 21c1-5 15-5 16 0",
  star: "m12 3 2.7 5.8 6.3.8-4.6 4.3 1.2 6.2L12 17l-5.6 3.1 1.2-6.2L3 9.6l6.3-.8z",
  mail: "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM3.5 7l8.5 6 8.5-6",
  leave: "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h9",
  back: "M15 5l-7 7 7 7",
  key: "M14.5 9a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM13.2 12.2 20.5 19.5M17.5 16.5l2-2",
  branch:
    "M9 5a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM9 19a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM19 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM7 7v10M17 9c0 5-10 2-10 8",
  letter: "M20 12h-8M20 12a8 8 0 1 1-2.4-5.7",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
};

export type IconName = keyof typeof PATHS;

/** A line drawing beside words; it never stands for them. */
export function Icon({ name, filled, className }: { name: IconName; filled?: boolean; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={cx("size-[18px] flex-none", className)}
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
