/**
 * What every page has, in English. The type demands each key of `indonesian-general.ts`.
 */
import type { indonesianGeneral } from "./indonesian-general.ts";

/** The texts; functions where a number or name is set into the sentence. */
export const englishGeneral: typeof indonesianGeneral = {
  appName: "Antar",
  tagline: "Election logistics distribution",
  dayForm: "dd/mm/yyyy",
  dayName: "day",
  dayWrong: "Write a day as 26/11/2024.",
  timeForm: "hh:mm",
  timeName: "time",
  timeWrong: "Write a time as 14:05.",
  language: "Language",
  theme: "Appearance",
  themeLight: "Light",
  themeDark: "Dark",
  skipToList: "Skip to the list of vehicles",
  pagePlan: "Plan",
  pageBoard: "Board",
  pageProof: "Proof",
  pages: "Pages",
  loading: "Loading…",
  loadingMap: "Loading the map…",
  retry: "Try again",
  failedTitle: "This page cannot be loaded",
  failedHint: "Try again. If it still fails, ask the admin of your office.",
  unreachableTitle: "The Antar service cannot be reached",
  unreachableHint: "Check your network, then try again.",
  noPlanYet: "This page fills once the office publishes a plan.",
  noBriefTitle: "There is no brief yet",
  noBriefHint: "Import the brief of your office, or run npm run demo for the sample of Kota Kendari.",
  noPlanTitle: "No plan has been published yet",
  noPlanHint: "Request a plan from this brief; this page shows it once it is published.",
};
