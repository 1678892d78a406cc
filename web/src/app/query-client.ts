import { QueryClient } from "@tanstack/react-query";
import { mayPass } from "@/api/problem";

/** Twice more for what may pass; a refusal is an answer. */
const TRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The page is told when it is offline by the requests themselves; a browser's own idea of it is often wrong.
      networkMode: "always",
      retry: (failures, error) => failures < TRIES && mayPass(error),
      staleTime: 5_000,
    },
    mutations: { networkMode: "always" },
  },
});
