import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";
import { questionFor, type Span } from "./spans";

export type Figures = Shape<"Figures">;
export type FigureName = Shape<"Figure">;
export type Step = Shape<"FigureStep">;

export const figuresQuery = (span: Span) =>
  queryOptions({
    queryKey: ["admin", "figures", span],
    queryFn: ({ signal }) =>
      taken(api.GET("/api/admin/figures", { params: { query: questionFor(span, new Date()) }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
