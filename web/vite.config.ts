import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const DEV_SERVER = process.env.JOURNAL_DEV_SERVER ?? "http://localhost:8080";
const FIRST_FONTS = /(inter|newsreader)-latin-wght-normal.*\.woff2$/;

/** The two fonts of every first screen are asked for beside the style sheet, not after it. */
function preloadFirstFonts(): Plugin {
  return {
    name: "preload-first-fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((name) => FIRST_FONTS.test(name))
          .map((name) => ({
            tag: "link",
            injectTo: "head",
            attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${name}` },
          })),
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadFirstFonts()],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("./src", import.meta.url)),
      // What page and server must say alike, they read from the same file.
      "@server": fileURLToPath(new URL("../crates/app", import.meta.url)),
    },
  },
  build: {
    // The first versions with `light-dark()`; an older browser would show no colours at all.
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    // An inlined font or picture would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    // The list of common passwords is the server's own file.
    fs: { allow: [".."] },
    // The server keeps foreign origins and hosts out, so the proxy speaks as the server's own page.
    proxy: { "/api": { target: DEV_SERVER, changeOrigin: true, headers: { origin: DEV_SERVER } } },
  },
  test: {
    // Waiting for what must come is no measure of speed: a busy machine may take its time.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    setupFiles: ["src/test/setup.ts"],
    maxWorkers: "100%",
    // Rules are tried without a page. Workers stay, since starting one costs more than most files; what could go from one
    // file to the next ends in `src/test/setup.ts`.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: "rules", include: ["src/**/*.test.ts"], environment: "node" },
      },
      { extends: true, test: { name: "screens", include: ["src/**/*.test.tsx"], environment: "jsdom" } },
    ],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
