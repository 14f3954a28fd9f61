// A long page comes in parts: an address of what stands in another part leads there.
"use strict";
(() => {
  const nav = document.getElementById("parts");
  if (!nav) return;
  const links = [...nav.querySelectorAll("a[href]")];

  function lead() {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = id && document.getElementById(id);
    if (!id || (named && !nav.contains(named))) return;
    let link = named?.closest("a");
    const place = /^(?:t|c|char=|pos=|quote=)(\d+)/.exec(id) ?? []; // a piece of the text, an anchor: by its offset
    if (!link && place[1]) link = links.filter((one) => Number(one.dataset.from) <= Number(place[1])).at(-1);
    if (link && !link.hasAttribute("aria-current")) location.replace(`${link.href}#${id}`);
  }

  lead();
  addEventListener("hashchange", lead);
})();
