// The link to the other language goes to the same place: with the question, the query or the item in the address.
(() => {
  const link = document.querySelector(".tongue a");
  const plain = link.getAttribute("href");
  const same = () => link.setAttribute("href", plain + location.search + location.hash);
  // whatever a hand, a key or a menu does with a link begins with one of these; the address may have changed without a word
  for (const event of ["pointerenter", "pointerdown", "focus", "click"]) link.addEventListener(event, same);
  addEventListener("hashchange", same);
  same();
})();
