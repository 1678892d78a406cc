import "fake-indexeddb/auto";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no layout to scroll, and says so at every change of place.
if (globalThis.window) window.scrollTo = () => {};

// jsdom knows the element, and not how it opens.
if (globalThis.HTMLDialogElement) {
  HTMLDialogElement.prototype.showModal = function open() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}

// What must come may take its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

afterEach(() => {
  cleanup();
  globalThis.localStorage?.clear(); // some tests run without a browser
});
