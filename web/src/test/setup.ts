import "fake-indexeddb/auto";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no layout to scroll, and says so at every change of place.
if (globalThis.window) window.scrollTo = () => {};

afterEach(() => {
  cleanup();
  globalThis.localStorage?.clear(); // some tests run without a browser
});
