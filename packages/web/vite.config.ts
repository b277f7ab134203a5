/**
 * How the web app is built: static files with hashed names, nothing inline, so that a content security policy without
 * `unsafe-inline` holds. In development the service is expected on ANTAR_SERVICE.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const service = process.env.ANTAR_SERVICE ?? "http://127.0.0.1:8787";
const paths = ["/briefs", "/jobs", "/map"];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: Object.fromEntries(paths.map((path) => [path, service])) },
});
