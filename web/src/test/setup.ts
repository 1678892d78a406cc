import "fake-indexeddb/auto";
import { cleanup, configure } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import { afterAll, afterEach, vi } from "vitest";

// One worker runs many files, and keeps what makes a page; the modules of the program begin anew in each.
vi.resetModules();
globalThis.indexedDB = new IDBFactory();

// What a screen still waits for or listens to ends with its file, or it would ask the server of the next one.
const { setTimeout: begin, BroadcastChannel: Channel } = globalThis;
const ends: (() => void)[] = [];
globalThis.setTimeout = Object.assign((...of: Parameters<typeof begin>) => {
  const timer = begin(...of);
  ends.push(() => clearTimeout(timer));
  return timer;
}, begin);
globalThis.BroadcastChannel = class extends Channel {
  constructor(name: string) {
    super(name);
    ends.push(() => this.close());
  }
};
afterAll(() => {
  Object.assign(globalThis, { setTimeout: begin, BroadcastChannel: Channel });
  for (const end of ends) end();
  globalThis.sessionStorage?.clear();
});

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
