import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { blurFiles } from "./src/build/blurFiles.ts";

// One entry for each page that has a script; the server finds the built names in the manifest.
const entries = [
  "src/early.ts",
  "src/pages/home.ts",
  "src/pages/meeting.ts",
  "src/pages/auth.ts",
  "src/pages/account.ts",
  "src/pages/notices.ts",
  "src/pages/ownTemplates.ts",
  "src/pages/shared.ts",
  "src/pages/search.ts",
  "src/pages/ask.ts",
  "src/pages/actionItems.ts",
  "src/pages/import.ts",
  "src/pages/audit.ts",
  "src/pages/versions.ts",
  "src/pages/invitations.ts",
  "src/pages/changing.ts",
  "src/pages/permanent.ts",
  "src/pages/invitation.ts",
  "src/pages/plain.ts",
  "src/room/main.tsx",
  "src/egress/main.ts",
  "src/docs.ts",
].filter((entry) => existsSync(new URL(entry, import.meta.url)));

const BASE = "/static/";

/** Lays a .gz beside each script, style, program and model; the server sends it to browsers that take it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle({ dir }) {
      const root = dir ?? "dist";
      const names = await readdir(root, { recursive: true });
      await Promise.all(
        names
          .filter((name) => /^(assets|vision-[^/]+)\/.*\.(js|css|svg|wasm|tflite)$/.test(name))
          .map(async (name) => {
            const packed = await promisify(gzip)(await readFile(join(root, name)), { level: 9 });
            await writeFile(join(root, `${name}.gz`), packed);
          }),
      );
    },
  };
}

export default defineConfig({
  base: BASE,
  plugins: [react(), blurFiles(BASE), compressed()],
  build: {
    manifest: true,
    outDir: "dist",
    // The content security policy allows no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: entries },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    restoreMocks: true,
  },
});
