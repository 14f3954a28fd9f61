// Where a release has no Excel files, its links lead to the same tables as CSV (written/led.py): the file is made of that here.
"use strict";
(() => {
  const here = document.currentScript.src;
  const list = document.querySelector("[data-numbers]");
  for (const link of document.querySelectorAll('a[data-served-href$=".xlsx"]')) {
    link.addEventListener("click", async (event) => {
      if (location.protocol === "file:") return; // no fetch from files: it leads to the CSV
      event.preventDefault();
      try {
        const [answer, { parsed }, { xlsx, XLSX }] = await Promise.all([fetch(link.href), import(new URL("csv.js", here)), import(new URL("xlsx.js", here))]);
        if (!answer.ok) throw new Error(answer.statusText);
        const [head, ...rows] = parsed(await answer.text());
        const made = document.createElement("a");
        made.href = URL.createObjectURL(new Blob(xlsx(head, rows, list.dataset.numbers.split(" ")), { type: XLSX }));
        made.download = link.href.split("/").slice(-3).join("-").replace(/csv$/, "xlsx");
        made.click();
        setTimeout(() => URL.revokeObjectURL(made.href), 1000);
      } catch {
        location.assign(link.href);
      }
    });
  }
})();
