"""One small report in many page layouts: the same lines come out, the chrome does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashi_kg.errors import SourceError
from dashi_kg.source.read import decode
from tests.many import in_one

PROSE = "全镇深入推进依法行政,全面落实各项工作要求,持续提升治理能力和水平,取得了明显成效。"
TITLE = "某某镇人民政府2023年法治政府建设工作报告"
BODY = [
    "2023年,在县委、县政府的坚强领导下,某某镇坚持以习近平新时代中国特色社会主义思想为指导,推进法治政府建设。现将有关情况报告如下:",
    "一、主要举措和成效",
    f"(一)强化政治引领。{PROSE}开展宣传50余次。",
    "二、存在的问题",
    f"(一)力量不足。{PROSE}",
    "三、下一步打算",
    f"(一)加强学习。{PROSE}",
]
SIGNED = ["某某镇人民政府", "2024年1月5日"]
NOTICE = "本站由某某镇人民政府主办,未经许可任何单位和个人不得复制、转载本站内容,违者将追究责任。"
ABSTRACT = "某某镇召开会议研究部署下一阶段重点工作,要求全镇上下统一思想、真抓实干、确保实效。"


def p(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


LAYOUTS: list[tuple[str, str, list[str]]] = [
    ("opening and signature outside the inner element",
     f"<body><div class=w><h2>{TITLE}</h2><div>{p(BODY[:1])}<div>{p(BODY[1:])}</div></div>{p(SIGNED)}</div>"
     f"<div class=footer><p>{NOTICE}</p></div></body>",
     [TITLE, *BODY, *SIGNED]),
    ("each paragraph in wrappers of its own",
     "<body><div>" + "".join(f"<section><section><p><span>{x}</span></p></section></section>" for x in BODY) + "</div>",
     BODY),
    ("a title of two lines, and abstracts of other news",
     f"<body><div class=main><h1>中共某某镇委员会&nbsp;&nbsp;某某镇人民政府<br>关于2023年法治政府建设情况的报告</h1><div>{p(BODY)}</div></div>"
     f"<div class=related><p>{ABSTRACT}</p></div>",
     ["中共某某镇委员会 某某镇人民政府", "关于2023年法治政府建设情况的报告", *BODY]),
    ("nothing but line breaks; the title only in the tab",
     f"<head><title>{TITLE} - 某县政府网</title></head><body>{'<br>'.join([*BODY, *SIGNED])}",
     [TITLE, *BODY, *SIGNED]),
    ("fields in a list",
     "<body><ul><li><span>索引号：</span><span>0123/2024-1</span></li><li><span>文 &nbsp;号：</span><span>某府〔2024〕3号</span></li>"
     f"<li><em>发布机构：</em>某某镇</li><li>生成日期：2024-01-05</li></ul><h1>{TITLE}</h1>"
     f"<div>发布时间： 2024-01-08 10:22:01 &nbsp; 来源： 某某镇人民政府 &nbsp; 点击数：<i>33</i> 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>{p(BODY)}",
     ["索引号:0123/2024-1", "文号:某府〔2024〕3号", "发布机构:某某镇", "生成日期:2024-01-05", "发布时间:2024-01-08 10:22:01",
      "来源:某某镇人民政府", TITLE, *BODY]),
    ("fields in a definition list, one of them empty",
     f"<body><dl><dt>索引号</dt><dd>0123</dd><dt>公文时效</dt><dd></dd><dt>发布日期</dt><dd>2024-01-08</dd><dt>名称</dt><dd>{TITLE}</dd></dl>"
     f"<article>{p(BODY)}</article>",
     ["索引号:0123", "发布日期:2024-01-08", TITLE, *BODY]),
    ("values in the element behind the label's",
     f"<body><div><div>索引号：</div><div>0123</div></div><div><div>发文机关：</div><div>某某镇</div></div><div>{TITLE}</div><div class=TRS_Editor>{p(BODY)}</div>",
     ["索引号:0123", "发文机关:某某镇", TITLE, *BODY]),
    ("a table of figures in the text",
     f"<body><h1>{TITLE}</h1><div>{p(BODY[:3])}<table><tr><th>类别</th><th>数量</th></tr><tr><td>行政许可</td><td>19</td></tr></table>{p(BODY[3:])}</div>",
     [TITLE, *BODY[:3], "类别 | 数量", "行政许可 | 19", *BODY[3:]]),
    ("a table around everything",
     f"<table><tr><td>{TITLE}<tr><td>{p(BODY)}</table>",
     [TITLE, *BODY]),
    ("headings as elements",
     f"<body><main><h1>{TITLE}</h1>" + "".join(f"<h3>{x}</h3>" if len(x) < 16 else f"<p>{x}</p>" for x in BODY),
     [TITLE, *BODY]),
    ("buttons and neighbours inside the element of the text",
     f"<body><div id=zoom><h1>{TITLE}</h1><p>【字体：大 中 小】</p>{p(BODY)}<p>【打印本页】【关闭窗口】</p><p>上一篇：<a href=x>别的报告</a></p><p>扫一扫在手机打开当前页</p></div>",
     [TITLE, *BODY]),
    ("hidden words, scripts, comments and styles",
     f"<body><div><h1>{TITLE}</h1><!-- 一、注释。 --><script>'一、脚本。'</script><style>一、样式</style><p hidden>{PROSE}</p>"
     f"<p style='color:red; DISPLAY : none'>{PROSE}</p><noscript>{PROSE}</noscript><textarea>{PROSE}</textarea>{p(BODY)}</div>",
     [TITLE, *BODY]),
    ("broken entities and unclosed elements",
     f"<body><div><h1>{TITLE}</h1>" + "".join(f"<p><b><i>{x}" for x in BODY) + "&nbsp&#x;&#0;&#xD800;",
     [TITLE, *BODY[:-1], BODY[-1] + " &#x;\ufffd\ufffd"]),
]  # fmt: skip


@in_one(("reason", "page", "lines"), LAYOUTS, ids=[layout[0] for layout in LAYOUTS])
def test_layouts(reason: str, page: str, lines: list[str]) -> None:
    source = decode(f"<!DOCTYPE html><html>{page}".encode(), "page.html")
    assert source.text.splitlines() == lines, reason
    assert source.media_type == "text/html"


def test_the_size_of_the_type_is_no_document_number() -> None:
    page = f"<html><h1>{TITLE}</h1><p>字号:大 中 小</p><div>{p(BODY)}</div>"
    found = {f.key: f.value for f in decode(page.encode(), "page.html").page}
    assert found == {"font": "大 中 小"}
    page = page.replace("大 中 小", "某府〔2024〕3号")
    found = {f.key: f.value for f in decode(page.encode(), "page.html").page}
    assert found == {"document-number": "某府〔2024〕3号"}


def test_labels_inside_the_text_are_the_report_s_own_words() -> None:
    body = [*BODY[:3], "来源:群众投诉举报的线索12条,全部办结。", *BODY[3:]]
    source = decode(f"<html><h1>{TITLE}</h1><div>{p(body)}</div>".encode(), "page.html")
    assert source.text.splitlines() == [TITLE, *body]
    assert source.page == ()


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("one element in another, very often", "<div>" * 100_000 + "x"),
        ("… of names of their own", "<html>" + "".join(f"<a{n}>" for n in range(100_000))),
        ("very many elements", "<html><p>" + "<i>字</i>" * 250_000),
    ],
)
def test_pages_that_are_built_to_harm_are_refused(what: str, page: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(page.encode(), "page.html")
    assert "elements" in caught.value.cause and caught.value.remedy, what


def test_a_page_whose_text_a_script_loads_is_refused_with_the_remedy() -> None:
    with pytest.raises(SourceError, match="no text") as caught:
        decode(b"<html><body><div id=app></div><script>load('/a.json')</script></body></html>", "page.html")
    assert "complete page" in caught.value.remedy


TAGS = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div class=content>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<br>", "<span>", "</span>",
            "<a href=x>", "</a>", "<script>", "</script>", "<li>", "<h1>", "</h1>", "<title>", "</title>", "<!--", "-->", "<svg>",
            "<template>", "<select>", "<b", ">", "&nbsp;", "&#20013;", "索引号:", "来源", ":", "发布日期:2024-01-05", TITLE, *BODY,
            "\n", " ", "【字体:大 中 小】", "\u3000", "𠀀",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(TAGS)
def test_any_page_gives_text_with_places_or_is_refused(page: str) -> None:
    try:
        source = decode(f"<html>{page}".encode(), "page.html")
    except SourceError:
        return
    at = 0
    for origin in source.origins:
        assert at <= origin.span.start < origin.span.end <= len(source.text)
        assert origin.place.startswith("/html[1]")
        at = origin.span.end
    for field in source.page:
        assert field.value
        assert field.span is None or source.quote(field.span) == f"{field.label}:{field.value}"
