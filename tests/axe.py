"""axe-core over an open page: https://github.com/dequelabs/axe-core judges each element, and is slow with thousands alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# of running text, whose links may be as small as its words (WCAG 2.2, 2.5.8)
IN_TEXT = tuple(rule for rule in RULES if rule != "wcag22aa")
# the same elements in other colours, where only these rules may find something else
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# Most of what is alike goes: a row, term or link whose like stands before it, within the same parent, and in which every
# element has been met twice before. Alike are elements with the same parent, name, classes, attributes, roles and states
# that both have words or have none: what axe finds in one, it finds in the others.
_THIN = """() => {
  const GOES = /^(LI|TR|SECTION|ARTICLE|DETAILS|DIV|P|A|SPAN|MARK|OPTION|BLOCKQUOTE)$/;
  const VALUE = /^(role|lang|type|scope|tabindex|aria-(?!label|describedby|controls|owns).*)$/;
  const attribute = a => VALUE.test(a.name) ? a.name + "=" + a.value : a.name + (a.value.trim() ? "" : "=");
  const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const kind = e => [e.tagName, e.getAttribute("class"), ...[...e.attributes].map(attribute), words(e)].join(" ");
  const kinds = new Map([...document.body.querySelectorAll("*")].map(e => [e, kind(e.parentNode) + ">" + kind(e)]));
  const met = new Map(), count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  const visit = parent => {
    const before = new Map();
    for (const e of [...parent.children]) {
      const known = [e, ...e.querySelectorAll("*")].every(one => met.get(kinds.get(one)) > 1);
      if (known && before.get(kinds.get(e)) > 1 && GOES.test(e.tagName)) {
        e.remove();
        continue;
      }
      count(before, kinds.get(e));
      count(met, kinds.get(e));
      visit(e);
    }
  };
  visit(document.body);
}"""


def violations(
    page: Any, run_only: Sequence[str] | dict[str, Any] = RULES
) -> list[tuple[str, str, list[str]]]:
    """What axe finds: the rule, its impact, and the first elements. The page loses most of what is alike.

    The test is skipped where axe is not installed.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page.evaluate(_THIN)
    found = axe.run(page, options={"runOnly": run_only if isinstance(run_only, dict) else list(run_only)})
    return [
        (v["id"], v["impact"], [node["html"][:160] for node in v["nodes"][:3]])
        for v in found.response["violations"]
    ]
