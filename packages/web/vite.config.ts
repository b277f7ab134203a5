/**
 * How the web app is built: static files with hashed names, nothing inline, so that a content security policy without
 * `unsafe-inline` holds. In development the service is expected on ANTAR_SERVICE.
 */
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const service = process.env.ANTAR_SERVICE ?? "http://127.0.0.1:8787";
const paths = ["/briefs", "/jobs", "/map"];

/**
 * Lets the first page name the files of the driver's page, so that a slow phone fetches them beside the app's own and not one
 * round trip later. To other pages it costs some 20 kB.
 */
function driverAtOnce(): Plugin {
  return {
    name: "driver-at-once",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) => {
        const chunks = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [file] : []));
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith("driver/driver-page.tsx"));
        if (!page) return [];
        const files = chunks.filter(({ fileName }) => fileName === page.fileName || page.imports.includes(fileName));
        const own = files.filter(({ isEntry }) => !isEntry);
        const styles = own.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        const link = (attrs: Record<string, string>) => ({ tag: "link", attrs, injectTo: "head" as const });
        return [
          ...own.map(({ fileName }) => link({ rel: "modulepreload", href: `/${fileName}` })),
          ...[...new Set(styles)].map((href) =>
            link({ rel: "preload", as: "style", crossorigin: "", href: `/${href}` }),
          ),
        ];
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), driverAtOnce()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: Object.fromEntries(paths.map((path) => [path, service])) },
});
