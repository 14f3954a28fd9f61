// Filter the terms of a long page by their words; the choice stands in the address.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const terms = [...document.querySelectorAll("main .term")];
  if (!form || !terms.length) return;
  const words = form.elements.words;
  const texts = terms.map((term) => term.textContent.toLowerCase());
  const parts = [...document.querySelectorAll("main > section")].filter((part) => part.querySelector(".term") || !part.matches(".term"));

  function show() {
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    terms.forEach((term, at) => {
      term.hidden = !wanted.every((word) => texts[at].includes(word));
    });
    for (const part of parts) part.hidden = wanted.length > 0 && !part.querySelector(".term:not([hidden])");
    const left = terms.filter((term) => !term.hidden).length;
    document.getElementById("shown").textContent =
      wanted.length ? form.dataset.shown.replace("{shown}", left).replace("{count}", terms.length) : "";
    const query = wanted.length ? `?${new URLSearchParams({ words: words.value.trim() })}` : "";
    history.replaceState(null, "", location.pathname + query + location.hash);
  }

  words.value = new URLSearchParams(location.search).get("words") ?? "";
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if (words.value) show();
})();
