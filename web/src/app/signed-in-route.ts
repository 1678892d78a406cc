import { createRoute, redirect } from "@tanstack/react-router";
import { session } from "@/api/live-session";
import { unreachable } from "@/api/problem";
import { paths } from "./paths";
import { rootRoute } from "./root-route";
import { Shell } from "./shell";

/** What only somebody signed in may see; everybody else is led to the door, and back afterwards. */
export const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    const standing = await session.resume();
    if (standing.kind === "unknown") throw standing.error ?? unreachable();
    if (standing.kind === "out")
      throw redirect({ to: paths.door, search: { to: location.href }, replace: true });
  },
  component: Shell,
});
