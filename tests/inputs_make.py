"""Writes ``tests/inputs/``: one report as three saved pages in different layouts, as DOCX and as PDF.

The words are those of the report in ``data/``; the pages around them are our own. Run it as
``python -m tests.inputs_make``. DOCX and PDF need python-docx and reportlab (extra ``test``). The PDF names a
font that every reader has for Chinese and embeds none.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

from tests.conftest import REPORT, ROOT

HERE = ROOT / "tests" / "inputs"
TITLE = "大石街道办事处2023年度法治政府建设情况报告"
PARAGRAPHS = REPORT.read_text(encoding="utf-8").split("\n")[1:18]
FOOT = (
    "主办:重庆市合川区人民政府办公室",
    "邮编:401520",
    "地址:重庆合川区希尔安大道222号",
    "网站标识码:50011700020",
)

TABLE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_某区人民政府</title>
<style>.xxgk-table td{{border:1px solid #ccc}}</style></head>
<body>
<div class="top"><a href="/">首页</a> | <a href="/wza">无障碍阅读</a> | <a href="/slh">适老化</a> | <a href="/big5">繁体</a></div>
<div class="dqwz">当前位置: <a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/fzzf">法治政府建设年度报告</a></div>
<table class="xxgk-table"><tbody>
<tr><td><b>索 引 号:</b></td><td>11500117009341/2024-00021</td><td><b>发文字号</b></td><td>大石办发〔2024〕7号</td></tr>
<tr><td>主题分类:</td><td>司法</td><td>体裁分类:</td><td>报告</td></tr>
<tr><td>发布机构:</td><td>大石街道办事处</td><td>有 效 性:</td><td></td></tr>
<tr><td>成文日期:</td><td>2024-02-08</td><td>发布日期:</td><td>2024-02-20</td></tr>
<tr><td>名&#160;&#160;称:</td><td colspan="3">{title}</td></tr>
</tbody></table>
<h1 class="title">{title}</h1>
<p class="info">来源:大石街道办事处 发布时间:2024-02-20 09:18 浏览次数:<span id="hits">128</span> 字体:【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 【<a href="#">打印</a>】</p>
<div class="xxgk-content" id="zoom">
{body}
</div>
<div class="share">分享到: <a href="#">微信</a> <a href="#">微博</a></div>
<div class="fj"><strong>附件下载</strong><ul><li><a href="a.docx">{title}.docx</a></li></ul></div>
<div class="pn"><p>上一条:<a href="1.html">某某街道2022年法治政府建设工作报告</a></p><p>下一条:<a href="2.html">没有了</a></p></div>
<div class="footer"><p>{foot}</p><p><a href="/map">网站地图</a> <a href="/us">联系我们</a></p><p>渝ICP备00000000号-1</p>
<p>版权所有,未经书面授权不得转载,建议使用较新的浏览器浏览本网站,以便取得最佳的显示效果。</p></div>
</body></html>
"""

OLD = """<HTML><HEAD><TITLE>{title}</TITLE>
<META http-equiv=Content-Type content="text/html; charset=gb2312">
<SCRIPT language=javascript>var words = "<p>一、脚本中的文字不是报告。</p>";</SCRIPT>
</HEAD>
<BODY topmargin=0>
<TABLE width=1000 align=center><TR><TD height=90 background=top.jpg>
<FONT color=red>今天是:2019年10月31日 星期三 农历十月初四</FONT>
</TD></TR>
<TR><TD><A href=/>首页</A>&nbsp;|&nbsp;<A href=/jg>机构设置</A>&nbsp;|&nbsp;<A href=/zw>政务公开</A></TD></TR></TABLE>
<TABLE width=1000 align=center cellpadding=0><TR><TD width=200 valign=top>
<TABLE><TR><TD>栏目导航<TR><TD><A href=/1>通知公告</A><TR><TD><A href=/2>年度报告</A></TABLE>
<TD valign=top>
您当前的位置:首页&gt;&gt;政务公开&gt;&gt;年度报告
<TABLE width="100%"><TR><TD align=center><FONT size=5><B>{title}</B></FONT>
<TR><TD align=center>日期:2024-02-20来源:大石街道办事处&nbsp;&nbsp;【字号:大 中 小】
<TR><TD><FONT size=3>
{body}
</FONT>
<TR><TD align=right>【<A href="javascript:print()">打印本页</A>】【<A href="javascript:close()">关闭窗口</A>】
</TABLE></TABLE>
<CENTER>{foot}<BR>技术支持:某某网络公司</CENTER>
</BODY></HTML>
"""

MODERN = """<!doctype html>
<html><head>
<meta charset="utf-8"/><meta name="SiteName" content="某区人民政府网"/><meta name="SiteIDCode" content="50011700020"/>
<meta name="ColumnName" content="法治政府建设年度报告"/><meta name="ColumnType" content="政务公开"/>
<meta name="ArticleTitle" content="{title}"/><meta name="PubDate" content="2024-02-20 09:18"/>
<meta name="ContentSource" content="大石街道办事处"/><meta name="Keywords" content="法治政府,年度报告"/>
<title>{title}-某区人民政府网</title>
<link rel="stylesheet" href="https://example.invalid/a.css"><script src="https://example.invalid/a.js"></script>
<script>window.__DATA__ = {{"text": "一、这不是报告。开展活动999次。"}}</script>
</head><body class="page">
<header><nav><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/hd">互动交流</a></li></ul></nav></header>
<div id="app"><main><section class="crumb"><span>当前位置:</span><span><a href="/">首页</a></span><span> &gt; 法治政府建设</span></section>
<article><h1><span>{title}</span></h1>
<div class="meta"><span>浏览量:<em>57</em></span> <span class="tts">语音播报</span></div>
<div class="hidden" style="display: none">一、隐藏的文字。本年度开展活动888次。</div>
<div class="rich">
{body}
</div></article>
<aside><h3>相关阅读</h3><ul><li><a href="/a">一、二、三!某街道开展普法宣传活动50余次。受众广泛,反响热烈,取得了良好的效果。</a></li></ul></aside>
</main></div>
<footer><div class="f">{foot}</div><button>返回顶部</button></footer>
</body></html>
"""


def table_page() -> bytes:
    body = "\n".join(f'<p style="text-indent:2em">&emsp;&emsp;{html.escape(p)}</p>' for p in PARAGRAPHS)
    return TABLE.format(title=TITLE, body=body, foot="</p><p>".join(FOOT)).encode("utf-8")


def old_page() -> bytes:
    body = "\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{p}<BR><BR>" for p in PARAGRAPHS)
    page = OLD.format(title=TITLE, body=body, foot="<BR>".join(FOOT))
    return page.replace("\r\n", "\n").replace("\n", "\r\n").encode("gb18030")


def modern_page() -> bytes:
    """Each sentence in a span of its own, lines of the file ending inside words."""
    paragraphs = []
    for paragraph in PARAGRAPHS:
        spans = re.findall(r"[^。]+。?", paragraph)
        words = "".join(f"<span>{html.escape(_broken(s))}</span>" for s in spans)
        paragraphs.append(f'<div class="para"><span style="font-size:16pt">{words}</span></div>')
    return MODERN.format(title=TITLE, body="\n".join(paragraphs), foot="</div><div>".join(FOOT)).encode(
        "utf-8"
    )


def _broken(words: str) -> str:
    """A line end between two Chinese characters somewhere, as editors leave them."""
    found = re.search(r"(?<=[\u4e00-\u9fff]{20})(?=[\u4e00-\u9fff])", words)
    return words[: found.start()] + "\n    " + words[found.start() :] if found else words


def docx() -> bytes:
    """Headings 一、 and (一) only in the numbering of the document, not in its text."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document: Any = Document()
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="(%2)"/></w:lvl>'
            "</w:abstractNum>"
        )
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    document.add_paragraph(TITLE)
    document.add_paragraph("日期:2024-02-20来源:大石街道办事处")
    for words in PARAGRAPHS:
        level = 0 if re.match("[一二三四]、", words) else 1 if re.match(r"\([一二三四五]\)", words) else None
        if level is None:
            document.add_paragraph(words)
            continue
        paragraph = document.add_paragraph(re.sub(r"^(?:[一二三四]、|\([一二三四五]\))", "", words))
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        )
    for words in FOOT:
        document.add_paragraph(words)
    document.core_properties.author = ""
    written = io.BytesIO()
    document.save(written)
    return _steady(written.getvalue())


def _steady(data: bytes) -> bytes:
    """The same archive with one time stamp and without pictures, so that the same bytes come out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-02-20T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def pdf() -> bytes:
    """Lines cut at the margin, a running head, page numbers."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=14, leading=26, firstLineIndent=28, **font)
    title = ParagraphStyle("title", fontSize=20, leading=36, alignment=1, **font)

    def frame(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(297, 30, f"— {document.page} —")
        canvas.drawString(72, 806, "大石街道办事处文件")

    lines = ["日期:2024-02-20来源:大石街道办事处", *PARAGRAPHS, *FOOT]
    written = io.BytesIO()
    SimpleDocTemplate(written, invariant=1, title=TITLE).build(
        [Paragraph(TITLE, title), *(Paragraph(html.escape(line), body) for line in lines)],
        onFirstPage=frame,
        onLaterPages=frame,
    )
    return written.getvalue()


FILES = {
    "table.html": table_page,
    "old.htm": old_page,
    "modern.html": modern_page,
    "report.docx": docx,
    "report.pdf": pdf,
}


def write(folder: Path = HERE) -> None:
    """Write all files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    write()
