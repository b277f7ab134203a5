/**
 * Makes the driver's page open without network: registers the service worker and hands it the files that this page has
 * loaded. A new version of the app waits until every page of the old one is closed, so nothing is swapped during a trip.
 */

/** Call once the page has loaded. Does nothing where service workers are not to be had. */
export async function keepAppOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js");
    const registration = await navigator.serviceWorker.ready;
    const own = performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name))
      .filter((url) => url.origin === window.location.origin && url.pathname.startsWith("/assets/"))
      .map((url) => url.pathname);
    registration.active?.postMessage({ keep: ["/", "/icon.svg", "/manifest.webmanifest", ...new Set(own)] });
  } catch {
    // A browser that forbids workers still has a working page, only not without network.
  }
}
