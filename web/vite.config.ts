import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

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
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
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
    proxy: { "/api": process.env.JOURNAL_DEV_SERVER ?? "http://localhost:8080" },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
