import { existsSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// One entry for each page that has a script; the server finds the built names in the manifest.
const entries = [
  "src/pages/home.ts",
  "src/pages/meeting.ts",
  "src/pages/auth.ts",
  "src/pages/account.ts",
  "src/pages/plain.ts",
  "src/room/main.tsx",
  "src/docs.ts",
].filter((entry) => existsSync(new URL(entry, import.meta.url)));

export default defineConfig({
  base: "/static/",
  plugins: [react()],
  build: {
    manifest: true,
    outDir: "dist",
    // The content security policy allows no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: entries },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    restoreMocks: true,
  },
});
