import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/problem";
import "./app/app.css";
import { follow } from "./app/follow";
import { queryClient } from "./app/query-client";
import { router } from "./app/router";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no place for the page");
follow(router);
// A refusal that a screen shows in words is no fault of the page, and nothing for the console.
const onCaughtError = (error: unknown) => error instanceof ApiError || reportError(error);
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
