import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";

/** Shows a part of a page with what every part may count on: a router and a client for queries. */
export function show(part: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
  const rootRoute = createRootRoute();
  const route = createRoute({ getParentRoute: () => rootRoute, path: "$", component: () => part });
  const history = createMemoryHistory({ initialEntries: ["/here"] });
  const router = createRouter({ routeTree: rootRoute.addChildren([route]), history });
  return render(
    <QueryClientProvider client={client}>
      {/* A router of this test's own, where the type knows only the page's. */}
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
}
