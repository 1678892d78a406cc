import { queryOptions } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api } from "@/api/client";

export const pingQuery = queryOptions({
  queryKey: ["admin", "ping"],
  queryFn: ({ signal }) => taken(api.GET("/api/admin/ping", { signal })),
  staleTime: 0,
});
