import { createRootRoute, Outlet } from "@tanstack/react-router";
import { KeysDialog } from "./keys-dialog";

export const rootRoute = createRootRoute({ component: Root });

function Root() {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Outlet />
      <KeysDialog />
    </>
  );
}
