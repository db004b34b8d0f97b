// Starts a page. Its policy forbids inline scripts, so the names of the two files stand in this script's own tag.
const { js, wasm } = document.querySelector("script[data-js]").dataset;
const root = document.documentElement;

const remembered = (name) => {
  try {
    return localStorage.getItem(`cryptocity.${name}`);
  } catch {
    return null; // Some private windows have no storage.
  }
};
// What the address asks for, what was chosen before, what the browser speaks; else Kazakh.
const asked = new URLSearchParams(location.search).get("locale");
root.lang =
  [asked, remembered("language"), ...navigator.languages]
    .map((code) => code?.split("-")[0])
    .find((code) => ["kk", "ru", "en"].includes(code)) ?? "kk";
root.dataset.theme = remembered("theme") ?? "auto";

try {
  // The program asks for the same file; asked for here, it comes beside the program instead of after it.
  const locales = document.querySelector("meta[name=locales]").content;
  fetch(locales.replace("{language}", root.lang)).catch(() => {});
  const { default: start } = await import(js);
  await start({ module_or_path: wasm });
} catch (error) {
  // The style sheet shows the page's sentence for this.
  root.dataset.boot = "failed";
  throw error;
}
