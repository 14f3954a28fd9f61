"""What the page says about itself: dates, source, host, codes, title, issuer, year. Found, never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dashi_kg import patterns
from dashi_kg.model import Metadata, Section, Source, Span, Stated
from dashi_kg.text.fold import fold
from dashi_kg.text.numerals import chinese_number

# 日期:2024-02-20 — one date on the page is the date of publication; 成文日期 is when it was signed.
_PUBLISHED = r"发\s*布\s*(?:日\s*期|时\s*间)|公\s*开\s*(?:日\s*期|时\s*间)"
# 发文日期 is the day of publication only where the page names no other
_SENT = r"发\s*文\s*(?:日\s*期|时\s*间)"
_SIGNED = r"成\s*文\s*(?:日\s*期|时\s*间)|生\s*成\s*(?:日\s*期|时\s*间)|印\s*发\s*日\s*期"
_DATED = r"(?<![\u4e00-\u9fff])(?:日\s*期|时\s*间)"
_VALUE_END = rf"(?=\s|\||{patterns.HEAD_LABEL}\s*[:|]|$)"
_ORGANISATION = re.compile(
    r"(?:办事处|政府|政府办公室|办公室|委员会|工作委员会|局|厅|委|办|中心|支队|大队|总队|管委会|司法所|法院|检察院|学院|大学|公司|站|党委|党组|党工委|指挥部|部)$"
)
# what reports for a division that a title names alone
_GOVERNS = re.compile(
    r"(?:人民政府(?:办公[室厅])?|政府|办事处|管委会|管理委员会|行政公署|党委|党工委|委员会办公室|依法治.办)$"
)
_DIVISION = re.compile(r"(?:省|市|区|县|旗|州|盟|镇|乡|街道|自治区)$")
# 大石街道办事处关于2023年度… / 2023年合川区司法局… / 合川区司法局法治政府建设2023年…
_SUBJECT = r"(?:推进|推动|贯彻落实|落实|开展|加强|深入推进)?(?:法治政府|法治部门|法治建设|法治[\u4e00-\u9fff]{2}建设|依法行政|依法治)"
_TITLE_ISSUERS = (
    re.compile(rf"^(?:关于)?{patterns.YEAR}年度?(?:上半年|全年)?(?P<name>[^\d]{{3,40}}?)(?:关于)?{_SUBJECT}"),
    re.compile(
        rf"^(?:关于)?(?P<name>.{{2,40}}?)(?:关于)?(?:报送|上报|呈报|印发)?(?:{patterns.YEAR}|“?十[三四五]五”?|{_SUBJECT})"
    ),
)
_RANGE = re.compile(rf"(?P<a>{patterns.YEAR})年?\s*(?:-|—+|–|至|~)\s*(?P<b>{patterns.YEAR})\s*年")
_HALF = re.compile(rf"(?P<y>{patterns.YEAR})年(?P<h>[上下])半年")
# “十三五”期间: the years of the five-year plan of that number
_PLAN_PERIOD = re.compile(r"“?十(?P<n>[二三四五])五”?(?:时期|期间|以来)")
# 五年来
_YEARS = re.compile(r"(?:过去|近|这)?(?P<n>[二两三四五六七八九十])年(?:以?来|间)")
# …报告(2021年)
_YEAR_BEHIND = re.compile(rf"[ \t]*[(](?P<whole>(?P<y>{patterns.YEAR})年?度?)[)]")
# 统一社会信用代码:91350100M000100Y43
_USCC = re.compile(r"(?:统一社会)?信用代码\s*(?:[:|][ \t|]*)?\s*(?P<value>[0-9A-Za-z]{18})(?![0-9A-Za-z])")
# what stands behind the date of publication: nothing, a time, or another field
_BEHIND_DATE = re.compile(
    rf"[ \t]*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[ \t|/]*(?:$|(?={patterns.HEAD_LABEL}\s*[:|])|(?=[【\[]?(?:字|打印|浏览|来源)))",
    re.MULTILINE,
)
# a field that says that there is nothing to say
_NOTHING = frozenset(("无", "暂无", "-", "--", "—", "/", "null", "空", "无文号"))
_CHINESE_DATE = re.compile(
    r"(?P<y>[二2][〇○零0O一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_NUMBER_LINE = re.compile(
    r"(?m)^\s*(?P<value>[\u4e00-\u9fff]{1,12}\s*[〔\[【(]\s*(?:19|20)\d{2}\s*[〕\]】)]\s*第?\s*\d+\s*号)\s*$"
)
# 市委、市政府:
_ADDRESSEE = re.compile(
    r"(?m)^\s*(?P<value>[\u4e00-\u9fff、,() ]{0,40}(?:委|政府|国务院|人大|人大常委会|厅|局|办|办公室|委员会|小组)[\u4e00-\u9fff]{0,6})\s*:\s*$"
)
_PREAMBLE_ISSUER = re.compile(
    r"(?:年|年度|以来),(?P<name>[\u4e00-\u9fff]{2,24}?(?:人民政府|办事处|局|委员会|厅|管委会))(?=在|坚持|以|认真|深入|全面|紧|切实|始终|,)"
)


def read_metadata(source: Source, view: str, root: Section) -> Metadata:
    """Metadata from head, title, preamble, headings, signature and footer of one report."""
    head = next((c.extent for c in root.children if c.number == "0a"), Span(0, 0))
    foot = next((c.extent for c in reversed(root.children) if c.role == "chrome" and c.number != "0a"), None)
    foot = foot or Span(0, 0)
    closing = next((c.extent for c in root.children if c.role == "closing"), Span(0, 0))
    title = _title(source, view, head)
    dates = {label: _date(view, head, label) for label in (_PUBLISHED, _SENT, _DATED, _SIGNED)}
    signed = dates[_SIGNED] or _signature_date(view, closing)
    issued = dates[_PUBLISHED] or dates[_SENT] or dates[_DATED] or _bare_date(view, head)
    issuer, joint = _issuers(source, view, root, head, closing, title)
    covers = _covers(view, title)
    year = _year(view, root, title, issued or signed, covers)
    covers = covers or _years_until(view, root, title, year)
    return Metadata(
        issuer=issuer,
        year=year,
        issued=issued,
        title=title,
        publisher=_labelled(source, view, foot, r"主办(?:单位)?", "host-in-footer"),
        postcode=_labelled(source, view, foot, r"邮编|邮政编码", "postcode-in-footer"),
        address=_labelled(source, view, foot, r"(?:单位|联系)?地址", "address-in-footer"),
        website_id=_labelled(source, view, foot, r"网站标识码", "website-id-in-footer"),
        document_number=_labelled(
            source, view, head, r"发?\s*文\s*字?\s*号|文\s*号|文\s*件\s*编\s*号", "document-number-in-head"
        )
        or _number_line(source, view, Span(0, _text_start(root, head))),
        index_number=_labelled(source, view, head, r"索\s*引\s*号(?:/统一编号)?", "index-number-in-head"),
        signed=signed,
        joint=joint,
        addressee=_addressee(source, view, root, title),
        topic=_labelled(source, view, head, r"主\s*题\s*分\s*类", "topic-in-head"),
        covers=covers,
        uscc=_uscc(source, view, (Span(0, _text_start(root, head)), closing)),
    )


def _labelled(source: Source, view: str, where: Span, label: str, rule: str) -> Stated | None:
    """``label: value``, ``label | value`` or the value on the next line; the span covers label and value."""
    for pattern in (
        rf"(?:{label})\s*(?:[\]】]\s*[:|]?|[:|])[ \t|]*(?P<value>[^\s|:]+?){_VALUE_END}",
        rf"(?m:^)[ \t|]*(?:{label})\s*[:|]?[ \t]*\n[ \t|]*(?P<value>[^\s|:]{{2,40}})[ \t|]*$",
    ):
        found = re.compile(pattern, re.MULTILINE).search(view, where.start, where.end)
        if (
            found
            and found["value"].strip() not in _NOTHING
            and not re.fullmatch(patterns.HEAD_LABEL, found["value"])
        ):
            return Stated(source.quote(Span(*found.span("value"))), Span(*found.span()), rule)
    return None


def _date(view: str, where: Span, label: str) -> Stated | None:
    pattern = re.compile(rf"(?<!\S)(?:{label})\s*[:|\]】]*\s*[\[【(]?|(?:{label})\s*[:|\]】]+\s*[\[【(]?")
    for found in pattern.finditer(view, where.start, where.end):
        stated = _day_at(view, found.end(), where.end)
        if stated:
            return Stated(stated[0], Span(found.start(), stated[1]), "date-in-head")
    return None


def _bare_date(view: str, head: Span) -> Stated | None:
    """2024-01-15 09:30 来源:… — a line of the head that begins with a date and no label; not the page's clock."""
    for line in _lines(view, head):
        day = _day_at(view, line.start, line.end)
        if day and _BEHIND_DATE.match(view, day[1], line.end):
            return Stated(day[0], Span(line.start, day[1]), "date-in-head")
    return None


def _day_at(view: str, start: int, end: int) -> tuple[str, int] | None:
    """A date right at ``start``, in digits or Chinese numerals: as ISO 8601, and where it ends."""
    if found := patterns.DATE.match(view, start, end):
        parts = (int(found["y"]), int(found["m"]), int(found["d"]))
    elif found := _CHINESE_DATE.match(view, start, end):
        year = found["y"].replace("○", "〇").replace("O", "〇").replace("0", "〇").replace("2", "二")
        numbers = (chinese_number(year), chinese_number(found["m"]), chinese_number(found["d"]))
        if None in numbers:
            return None
        parts = tuple(numbers)  # type: ignore[assignment]
    else:
        return None
    try:
        return date(*parts).isoformat(), found.end()
    except ValueError:
        return None


def _signature_date(view: str, closing: Span) -> Stated | None:
    """The last date of the signature."""
    last: Stated | None = None
    for pattern in (patterns.DATE, _CHINESE_DATE):
        for found in pattern.finditer(view, closing.start, closing.end):
            day = _day_at(view, found.start(), closing.end)
            if day and (last is None or last.span is None or found.start() > last.span.start):
                last = Stated(day[0], Span(found.start(), day[1]), "date-of-signature")
    return last


def _lines(view: str, where: Span) -> Iterator[Span]:
    for found in re.compile(r"[^\n]+").finditer(view, where.start, where.end):
        words = found[0]
        start = found.start() + len(words) - len(words.lstrip())
        if words.strip():
            yield Span(start, start + len(words.strip()))


def _title(source: Source, view: str, head: Span) -> Stated | None:
    """The line that is a title, or two lines that are one; the one before the text wins over 标题: of a table."""
    lines = list(_lines(view, head))
    found: list[tuple[Span, str]] = []
    for index, line in enumerate(lines):
        words = view[line.start : line.end]
        bare = re.sub(r"^(?:标\s*题|名\s*称|信息名称)\s*[:|]\s*", "", words)
        start = line.end - len(bare)
        before = lines[index - 1] if index else None
        if _is_title(bare) and before and _opens_title(view[before.start : before.end], bare):
            found.append((Span(before.start, line.end), "title-on-two-lines"))
        elif _is_title(bare):
            found.append((Span(start, line.end), "title-line"))
        elif index + 1 < len(lines) and len(words) >= 4 and not re.search(r"[:|]", words):
            after = lines[index + 1]
            if _is_title(words + view[after.start : after.end]) and not _is_title(
                view[after.start : after.end]
            ):
                found.append((Span(line.start, after.end), "title-on-two-lines"))
    if not found:
        return None
    span, rule = found[-1]
    return Stated(re.sub(r"\s*\n\s*", "", source.quote(span)), span, rule)


def _opens_title(line: str, title: str) -> bool:
    """株洲市生态环境局2023年度|法治政府建设情况报告: the year stands on the line above."""
    year = re.compile(rf"{patterns.YEAR}年度?(?:关于)?$")
    return bool(year.search(line)) and not patterns.YEAR_WORD.search(title) and not re.search(r"[:|]", line)


def _is_title(words: str) -> bool:
    return len(words) <= 60 and bool(patterns.TITLE.search(words)) and not set("。,:;>") & set(words)


def _issuers(
    source: Source, view: str, root: Section, head: Span, closing: Span, title: Stated | None
) -> tuple[Stated | None, tuple[Stated, ...]]:
    """Who reports, and who reports with them: from title, the line above it, the page's fields, signature, preamble."""
    office = r"发\s*布\s*机\s*构|发\s*文\s*机\s*(?:关|构)|公\s*开\s*机\s*构|作\s*者"
    stated = _labelled(source, view, head, r"(?:信\s*息\s*)?来\s*源", "source-in-head")
    named = _labelled(source, view, head, office, "office-in-head")
    in_title, joint, division = _from_title(source, view, head, title)
    if (
        stated
        and _ORGANISATION.search(fold(stated.value))
        and in_title
        and fold(stated.value).endswith(fold(in_title.value))
    ):
        return stated, joint
    if in_title:
        return in_title, joint
    signature = _signature(source, view, closing)
    for candidate in (stated, named, signature):
        if (
            candidate
            and _ORGANISATION.search(fold(candidate.value))
            and (division is None or candidate is signature or _reports_for(division, candidate))
        ):
            return _government_of(source, candidate, division), joint
    for section in root.children:
        if section.role == "preamble" and (
            found := _PREAMBLE_ISSUER.search(view, section.span.start, section.span.end)
        ):
            span = Span(*found.span("name"))
            return Stated(source.quote(span), span, "issuer-in-preamble"), joint
    return division or named or signature or stated, joint


def _reports_for(division: Stated, candidate: Stated) -> bool:
    """Whether a body reports for the division that a title names alone: 青山县人民政府, but not 青山县司法局."""
    name = fold(candidate.value)
    return fold(division.value) in name and bool(_GOVERNS.search(name))


def _government_of(source: Source, office: Stated, division: Stated | None) -> Stated:
    """西林区人民政府办公室 published what 西林区 reports: the reporting body is the government in its name."""
    found = re.search(r"人民政府(?=办公[室厅]$)", fold(office.value))
    if division is None or found is None or office.span is None:
        return office
    start = office.span.end - len(office.value)
    span = Span(start, start + found.end())
    if source.quote(span) != office.value[: found.end()]:
        return office
    return Stated(source.quote(span), span, office.rule)


def _from_title(
    source: Source, view: str, head: Span, title: Stated | None
) -> tuple[Stated | None, tuple[Stated, ...], Stated | None]:
    """The issuer in the title, those who sign with it, and the division where the title names only that."""
    if not title or not title.span:
        return None, (), None
    words = view[title.span.start : title.span.end]
    division: Stated | None = None
    for pattern in _TITLE_ISSUERS:
        found = pattern.match(words)
        if not found:
            continue
        start = title.span.start + found.start("name")
        parts = _parts(view, Span(start, start + len(found["name"])))
        organisations = [p for p in parts if _ORGANISATION.search(view[p.start : p.end])]
        if organisations:
            rows = [Stated(source.quote(p).replace("\n", ""), p, "issuer-in-title") for p in organisations]
            own = next((r for r in rows if re.search("政府|办事处|局|厅", r.value)), rows[0])
            return own, tuple(r for r in rows if r is not own), None
        if division is None and len(parts) == 1 and _DIVISION.search(view[parts[0].start : parts[0].end]):
            division = Stated(source.quote(parts[0]), parts[0], "division-in-title")
    above = [line for line in _lines(view, head) if line.end <= title.span.start]
    if above and len(above[-1]) <= 40:
        parts = _parts(view, above[-1])
        if (
            parts
            and all(_ORGANISATION.search(view[p.start : p.end]) for p in parts)
            and ":" not in view[above[-1].start : above[-1].end]
        ):
            rows = [Stated(source.quote(p), p, "issuer-above-title") for p in parts]
            own = next((r for r in rows if re.search("政府|办事处|局|厅", r.value)), rows[0])
            return own, tuple(r for r in rows if r is not own), None
    return None, (), division


def _parts(view: str, span: Span) -> list[Span]:
    """The names in a stretch: 中共X委员会 X人民政府 are two."""
    return [Span(*m.span()) for m in re.compile(r"[^\s、]{2,}").finditer(view, span.start, span.end)]


def _signature(source: Source, view: str, closing: Span) -> Stated | None:
    for line in _lines(view, closing):
        if len(line) <= 30 and _ORGANISATION.search(view[line.start : line.end]):
            return Stated(source.quote(line), line, "signature")
    return None


def _number_line(source: Source, view: str, head: Span) -> Stated | None:
    found = _NUMBER_LINE.search(view, head.start, head.end)
    if not found:
        return None
    span = Span(*found.span("value"))
    return Stated(source.quote(span), span, "document-number-line")


def _text_start(root: Section, head: Span) -> int:
    """Where the first numbered part begins."""
    first = next((c.extent for c in root.children if c.level == 1 and c.heading), None)
    return first.start if first else head.end


def _addressee(source: Source, view: str, root: Section, title: Stated | None) -> Stated | None:
    """市委、市政府: — a line of its own between the title and the text."""
    start = title.span.end if title and title.span else 0
    first = next((c.extent for c in root.children if c.level == 1 and c.heading), None)
    end = first.start if first else min(len(view), start + 400)
    found = _ADDRESSEE.search(view, start, end)
    if not found or re.search(r"如下|来\s*源|机\s*构", found["value"]):
        return None
    span = Span(*found.span("value"))
    return Stated(source.quote(span), span, "addressee-line")


def _covers(view: str, title: Stated | None) -> Stated | None:
    """The time a report is about where its title says another than one year: EDTF ``2016/2020``, ``2021-01/2021-06``."""
    if not title or not title.span:
        return None
    where = title.span
    if (found := _RANGE.search(view, where.start, where.end)) and found["a"] < found["b"]:
        return Stated(f"{found['a']}/{found['b']}", Span(*found.span()), "span-in-title")
    if found := _PLAN_PERIOD.search(view, where.start, where.end):
        years = {"二": "2011/2015", "三": "2016/2020", "四": "2021/2025", "五": "2026/2030"}[found["n"]]
        return Stated(years, Span(*found.span()), "plan-period-in-title")
    if found := _HALF.search(view, where.start, where.end):
        months = ("01", "06") if found["h"] == "上" else ("07", "12")
        return Stated(
            f"{found['y']}-{months[0]}/{found['y']}-{months[1]}", Span(*found.span()), "half-year-in-title"
        )
    return None


def _years_until(view: str, root: Section, title: Stated | None, year: Stated | None) -> Stated | None:
    """五年来, 近三年来: so many years, the report year the last of them."""
    if year is None or year.rule == "year-in-title":
        return None
    places = [title.span] if title and title.span else []
    places += [
        Span(c.span.start, min(c.span.end, c.span.start + 12)) for c in root.children if c.role == "preamble"
    ]
    for where in places:
        found = _YEARS.search(view, where.start, where.end)
        count = chinese_number(found["n"]) if found else None
        if found and count and int(count) > 1:
            first = int(year.value) - int(count) + 1
            return Stated(f"{first}/{year.value}", Span(*found.span()), "years-until-report-year")
    return None


def _uscc(source: Source, view: str, places: tuple[Span, ...]) -> Stated | None:
    """统一社会信用代码 of the page; whether its check digit is right is not asked here."""
    for where in places:
        found = _USCC.search(view, where.start, where.end)
        if found:
            value = source.quote(Span(*found.span("value")))
            return Stated(fold(value).upper(), Span(*found.span()), "uscc-on-page")
    return None


def _year(
    view: str, root: Section, title: Stated | None, issued: Stated | None, covers: Stated | None
) -> Stated | None:
    """The report year: from the title, a heading that looks back, the preamble, or the year before publication."""
    places: list[tuple[Span, str]] = []
    if title and title.span:
        if found := _RANGE.search(view, title.span.start, title.span.end):
            return Stated(found["b"], Span(*found.span()), "last-year-in-title")
        places.append((title.span, "year-in-title"))
        if covers and covers.rule == "plan-period-in-title":
            return Stated(covers.value[-4:], covers.span, "last-year-in-title")
        after = _YEAR_BEHIND.match(view, title.span.end)
        bracket = after or _YEAR_BEHIND.search(view, title.span.start, title.span.end)
        if bracket:
            return Stated(bracket["y"], Span(*bracket.span("whole")), "year-in-title")
    for section in root.children:
        if section.heading and section.role in ("measures-results", "leader-duty", "shortcomings-causes"):
            places.append((section.heading, "year-in-heading"))
    places += [(c.span, "year-in-preamble") for c in root.children if c.role == "preamble"]
    for span, rule in places:
        for found in patterns.YEAR_WORD.finditer(view, span.start, span.end):
            if view[max(span.start, found.start() - 1) : found.start()] in (
                "—",
                "-",
                "至",
                "(",
            ) or view.startswith("—", found.end()):
                continue  # 《…纲要(2021—2025年)》 names no year of the report
            return Stated(found["y"], Span(*found.span()), rule)
    plan = next((c for c in root.children if c.role == "next-year" and c.heading), None)
    if plan and plan.heading:
        found_plan = patterns.YEAR_WORD.search(view, plan.heading.start, plan.heading.end)
        if found_plan:
            return Stated(str(int(found_plan["y"]) - 1), Span(*found_plan.span()), "year-before-plan")
    if issued:
        return Stated(str(int(issued.value[:4]) - 1), issued.span, "year-before-publication")
    return None
