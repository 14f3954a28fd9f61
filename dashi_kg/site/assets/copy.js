// Copies the lasting address that a page shows, as it is written: a link in the address bar may lead to another host.
(() => {
  for (const button of document.querySelectorAll("button.copy-iri")) {
    const words = button.textContent;
    button.classList.add("ready"); // its place is kept, so that nothing moves
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = words), 2000);
    });
  }
})();
