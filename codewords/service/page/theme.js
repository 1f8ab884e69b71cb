// Runs before the first paint, so that a chosen theme does not flash; the only thing kept in this browser for good.
(() => {
  const chosen = localStorage.getItem("codewords-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
