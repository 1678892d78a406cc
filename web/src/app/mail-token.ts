import { useLocation } from "@tanstack/react-router";

/** What a mailed link carries behind the `#`, where no server log sees it; empty when nothing is there. */
export function useMailed(name: string): string {
  const hash = useLocation({ select: (location) => location.hash });
  return new URLSearchParams(hash).get(name) ?? "";
}
