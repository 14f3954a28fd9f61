"""What the files of a release are, in a text that lies beside them."""

from __future__ import annotations

from collections.abc import Sequence

from dashi_kg.publishing.catalog import Described
from dashi_kg.publishing.data.release_folder import File

_ALL_OF_REPORT = (
    "  report.ttl report.jsonld          图谱 the graph",
    "  report.framed.jsonld              树形 JSON-LD as a tree",
    "  observations.csv observations.xlsx 数据表 the figures as a table",
    "  observations.csv-metadata.json    列的含义 what the columns hold (CSVW)",
    "  validation.html .en.html .json .ttl 校验报告 validation report",
)
_CHOSEN_OF_REPORT = (
    "  observations.csv.gz               数据表 the figures as a table (CSV, gzip)",
    "  validation.html .en.html .json    校验报告 validation report",
)
_SERVED = "served.txt                          dashi-kg serve 在请求时生成的文件 the files that dashi-kg serve makes when asked for"


def readme(reports: Sequence[Described], files: Sequence[File], site: bool) -> str:
    """The words of ``README.txt``: what each file of the release is, in both languages."""
    originals = any("/original/" in file.path for file in files)
    few = any(file.path.endswith("/report.ttl") for file in files)
    lines = [
        "法治政府建设年度报告知识图谱 · rule-of-law reports as linked data",
        "",
        *(
            [
                "index.html                          网站：每个 IRI 有一页 the site: a page for every IRI, beside it .ttl .jsonld .nt"
                if few
                else "index.html                          网站 the site"
            ]
            if site
            else []
        ),
        *(
            ["hosting/ .htaccess                  网站主机的配置 configurations for web hosts"]
            if site
            else []
        ),
        "dashi-kg.ttl .jsonld .nt .nq .trig  全部数据 all data (.nq and .trig keep the named graphs)"
        if few
        else "dashi-kg.nq.gz                      全部数据 all data (N-Quads, gzip)",
        "reports/<org>/<year>/               每份报告 each report:",
        "  source.txt                        存档原文 the archived text",
        *(["  original/                         原件 the file it was converted from"] if originals else []),
        *(_ALL_OF_REPORT if few else _CHOSEN_OF_REPORT),
        "ontology/                           本体、代码表、约束 terms, code lists, shapes, context, frames, JSON Schema",
        "catalog.ttl void.ttl                目录 DCAT catalogue, VoID description",
        "dataset.jsonld                      供数据集搜索引擎 for dataset search engines (schema.org)",
        *([] if few or not site else [_SERVED]),
        "SHA256SUMS                          校验和 checksums: sha256sum -c SHA256SUMS",
        "",
        "报告 reports:",
        *(f"  {r.org_id}/{r.year}  {r.name_zh} · {r.name_en}" for r in reports),
        "",
        "基础 IRI 为暂定。 The base IRI is provisional.",
    ]
    return "\n".join(lines) + "\n"
