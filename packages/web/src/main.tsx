/**
 * Start of the web app.
 */
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { PreferencesProvider } from "./preferences.tsx";

const element = document.getElementById("app");
if (!element) throw new Error("index.html has no element with the id app");
createRoot(element).render(
  <PreferencesProvider>
    <App />
  </PreferencesProvider>,
);
