// Starts a page. Its policy forbids inline scripts, so the names of the two files stand in this script's own tag.
const { js, wasm } = document.querySelector("script[data-js]").dataset;
try {
  const { default: start } = await import(js);
  await start({ module_or_path: wasm });
} catch (error) {
  // The style sheet shows the page's sentence for this.
  document.documentElement.dataset.boot = "failed";
  throw error;
}
