// Where a release has its tables packed, links to them lead there (written/led.py): they are unpacked here, or made into an Excel file.
"use strict";
(() => {
  const here = document.currentScript.src;
  const list = document.querySelector("[data-numbers]");
  for (const link of document.querySelectorAll('a[href$=".csv.gz"][data-served-href]')) {
    link.addEventListener("click", async (event) => {
      if (location.protocol === "file:") return; // no fetch from files: it leads to the packed table
      event.preventDefault();
      try {
        const [answer, { parsed, unpacked }, { xlsx, XLSX }] = await Promise.all([fetch(link.href), import(new URL("csv.js", here)), import(new URL("xlsx.js", here))]);
        if (!answer.ok) throw new Error(answer.statusText);
        const text = await unpacked(answer);
        const end = /\.xlsx$/.test(link.dataset.servedHref) ? "xlsx" : "csv";
        const [head, ...rows] = end === "xlsx" ? parsed(text) : [];
        const blob = end === "xlsx" ? new Blob(xlsx(head, rows, list.dataset.numbers.split(" ")), { type: XLSX }) : new Blob(["\ufeff", text], { type: "text/csv" });
        const made = document.createElement("a");
        made.href = URL.createObjectURL(blob);
        made.download = link.href.split("/").slice(-3).join("-").replace(/csv\.gz$/, end);
        made.click();
        setTimeout(() => URL.revokeObjectURL(made.href), 1000);
      } catch {
        location.assign(link.href);
      }
    });
  }
})();
