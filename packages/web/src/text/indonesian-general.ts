/**
 * What every page has, in Indonesian. Keys are shared with `english-general.ts`.
 */

/** The texts; functions where a number or name is set into the sentence. */
export const indonesianGeneral = {
  appName: "Antar",
  tagline: "Distribusi logistik pemilihan",
  dayForm: "hh/bb/tttt",
  dayName: "tanggal",
  dayWrong: "Tulis tanggal seperti 26/11/2024.",
  timeForm: "jj.mm",
  timeName: "jam",
  timeWrong: "Tulis jam seperti 14.05.",
  language: "Bahasa",
  theme: "Tampilan",
  themeLight: "Terang",
  themeDark: "Gelap",
  skipToList: "Langsung ke daftar kendaraan",
  pagePlan: "Rencana",
  pageBoard: "Papan",
  pageProof: "Bukti",
  pages: "Halaman",
  loading: "Memuat…",
  loadingMap: "Memuat peta…",
  retry: "Coba lagi",
  failedTitle: "Halaman ini tidak dapat dimuat",
  failedHint: "Coba lagi. Bila tetap gagal, hubungi admin kantor Anda.",
  unreachableTitle: "Layanan Antar tidak terjangkau",
  unreachableHint: "Periksa jaringan Anda, lalu coba lagi.",
  noPlanYet: "Halaman ini terisi setelah kantor menerbitkan rencana.",
  noBriefTitle: "Belum ada brief",
  noBriefHint: "Impor brief kantor Anda, atau jalankan npm run demo untuk contoh Kota Kendari.",
  noPlanTitle: "Belum ada rencana yang terbit",
  noPlanHint: "Minta rencana dari brief ini; halaman ini menampilkannya setelah terbit.",
};
