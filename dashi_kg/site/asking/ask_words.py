"""The words of the pages that ask and find: (zh, en) by key. The scripts get theirs from here too."""

from __future__ import annotations

Pairs = dict[str, tuple[str, str]]

# what every page of this part says
SHARED: Pairs = {
    "off_folder": (
        "这一页的查询、搜索要用脚本，并要经网站打开：浏览器不让从文件夹打开的网页读数据。在发布的文件夹里运行 dashi-kg serve . 或 python -m http.server，再用浏览器打开它给出的地址。",
        "This part needs scripts and a web server: browsers do not let pages opened from a folder read data. In the folder of the release, run dashi-kg serve . or python -m http.server, and open the address that it shows.",
    ),
    "not_fetched": ("没有取到文件：{detail}", "A file was not fetched: {detail}"),
    "no_worker": ("浏览器没有启动查询线程。{detail}", "The browser did not start the query thread. {detail}"),
    "out_of_memory": (
        "内存不够，查询已停止。请加条件或加 LIMIT。",
        "Out of memory: the query was stopped. Add conditions or a LIMIT.",
    ),
    "failed": ("查询没有成功：{detail}", "The query failed: {detail}"),
    "step_library": ("正在取查询引擎…", "Fetching the query engine…"),
    "step_fetch": ("正在取数据…", "Fetching the data…"),
    "step_load": ("正在载入数据…", "Loading the data…"),
    "no_server": ("没有连上服务器：{detail}", "The server was not reached: {detail}"),
    "server_busy": (
        "服务器正忙，请过 {retry} 秒再试。",
        "The server has too many queries; try again in {retry} s.",
    ),
    "server_timed_out": (
        "服务器的时限（{seconds} 秒）到了，没有结果。请加条件。",
        "The server stopped the query at its own limit of {seconds} s, without an answer. Add conditions.",
    ),
    "stopped": ("已停止。", "Stopped."),
    "timed_out": (
        "{seconds} 秒到了，查询已停止，没有结果。可以放宽时限，或加条件。",
        "Stopped after {seconds} s, without an answer. Allow more time, or add conditions.",
    ),
}

QUESTIONS: Pairs = {
    "questions": ("预设问题", "Saved questions"),
    "lead": (
        "每个问题都是一条 SPARQL 查询，附有在这份数据上算好的答案。可以下载，可以引用，也可以换参数再问。",
        "Each question is a SPARQL query with its answer on these data, worked out beforehand: to download, to cite, or to ask again with other parameters.",
    ),
    "number": ("编号", "No."),
    "question": ("问题", "Question"),
    "row_is": ("每行是", "A row is"),
    "rows": ("{count} 行", "Rows: {count}"),
    "answer": ("答案", "Answer"),
    "parameters": ("参数", "Parameters"),
    "any": ("不限", "any"),
    "taken": ("本页答案用的是", "this answer takes"),
    "type": ("类型", "type"),
    "again": ("换参数再问，或改写查询", "Ask again with other parameters, or change the query"),
    "plain_csv": ("表格 CSV", "table as CSV"),
    "plain_json": ("JSON", "JSON"),
    "as_csv": ("SPARQL CSV", "SPARQL CSV"),
    "as_json": ("SPARQL JSON", "SPARQL JSON"),
    "as_xlsx": ("XLSX", "XLSX"),
    "its_page": ("没有参数时的答案", "The answer without parameters"),
    "ask_again": ("再问", "Ask again"),
    "cut_at": ("结果太长，只列出前 {count} 行。", "Only the first {count} rows are shown."),
    "some_rows": ("第 {}–{} 行，共 {} 行", "Rows {} to {} of {}"),
    "pages": ("分页", "Pages"),
    "from_the_first": ("从第一行起", "From the first row"),
    "further": ("再往下", "Further rows"),
    "show_iris": ("显示永久网址（IRI）列", "Show the columns of permanent addresses (IRIs)"),
    "sort_by": ("按“{head}”排序", "Sort by {head}"),
    "as_rq": ("查询 .rq", "query .rq"),
    "sparql": ("SPARQL 查询", "SPARQL query"),
    "on_command": ("用命令行", "On the command line"),
    "cite": ("引用", "Cite"),
    "asked": (
        "这里只问了前 {} 份报告，全部 {} 份报告的答案由 dashi-kg serve 或下面的命令给出。",
        "This asks the first {} reports only; dashi-kg serve or the command below answers for all {}.",
    ),
    "shown_some": (
        "这里显示前 {shown} 行，共 {all} 行；全部行在 CSV 和 JSON 里。",
        "The first {shown} of {all} rows; all rows are in CSV and JSON.",
    ),
    "nothing": ("没有一行符合。", "No row fits."),
    "all_questions": ("所有问题", "All questions"),
    "also": ("另见", "Also"),
}

QUERY: Pairs = {
    **SHARED,
    "query": ("查询", "Query"),
    "lead": (
        "用 SPARQL 1.1 查这份数据。查询在浏览器里算，不发往任何服务器；第一次运行时取引擎（约 4 MB）和数据。",
        "Ask the data with SPARQL 1.1. Queries run in your browser and go to no server; the first run fetches the engine (about 4 MB) and the data.",
    ),
    "lead_server": (
        "用 SPARQL 1.1 查这份数据。查询由提供这些网页的服务器回答。",
        "Ask the data with SPARQL 1.1. The server that gives these pages answers.",
    ),
    "lead_either": (
        "用 SPARQL 1.1 查这份数据。数据较大：提供这些网页的服务器如果能回答查询，就由它回答，否则在浏览器里算（第一次运行时取引擎和数据）。",
        "Ask the data with SPARQL 1.1. They are large: where the server that gives these pages answers queries, it is asked; else they run in your browser (the first run fetches the engine and the data).",
    ),
    "offline": (
        "没有脚本也能问：下面每个问题都有算好的答案；或者在自己的电脑上运行",
        "Without scripts: every question below has its answer worked out; or run on your own computer",
    ),
    "question": ("问题", "Question"),
    "free": ("（自己写的查询）", "(a query of my own)"),
    "its_page": ("这个问题的页：答案、引用、下载", "The page of this question: answer, citation, downloads"),
    "of_type": ("类型 {type}；不填：{default}", "type {type}; empty: {default}"),
    "of_name": ("写名称，输入时可选；不填：{default}", "a name, offered as you type; empty: {default}"),
    "any": ("不限", "any"),
    "query_text": ("SPARQL 查询", "SPARQL query"),
    "help": (
        "前缀 {prefixes} 已经声明。Ctrl+Enter 运行。默认图是所有图的合并。",
        "The prefixes {prefixes} are declared. Ctrl+Enter runs. The default graph is all graphs together.",
    ),
    "run": ("运行", "Run"),
    "stop": ("停止", "Stop"),
    "seconds": ("时限", "Time"),
    "most": ("最多行数", "Rows at most"),
    "labels": ("标签列", "Label columns"),
    "running": ("正在查询…", "Running…"),
    "answer": ("答案", "Answer"),
    "done": (
        "{count} 行，用时 {seconds} 秒（数据 {size} 个四元组）。",
        "Rows: {count}, in {seconds} s (of {size} quads).",
    ),
    "done_server": (
        "{count} 行，用时 {seconds} 秒，由服务器回答。",
        "Rows: {count}, in {seconds} s, answered by the server.",
    ),
    "cut_rows": (
        "服务器只给前 {count} 行，后面还有：这是它的行数限额。请加条件，或用 LIMIT 和 OFFSET 分几次取。",
        "Cut by the server: the first {count} rows only, there are more. That is its limit of rows; add conditions, or use LIMIT and OFFSET.",
    ),
    "cut_bytes": (
        "服务器只给前 {count} 行，后面还有：这是它的大小限额。请加条件，或用 LIMIT 和 OFFSET 分几次取。",
        "Cut by the server: the first {count} rows only, there are more. That is its limit of bytes; add conditions, or use LIMIT and OFFSET.",
    ),
    "cut": (
        "只取了前 {most} 行，后面还有。可以提高“最多行数”，或在查询里写 LIMIT。",
        "Cut: the first {most} rows only, there are more. Raise “Rows at most”, or write a LIMIT.",
    ),
    "nothing": ("没有一行符合。", "No row fits."),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "more_rows": ("再显示一些（已显示 {shown} / {all} 行）", "Show more ({shown} of {all} rows shown)"),
    "csv": ("下载 CSV", "CSV"),
    "bom": ("给 Excel 用（加 BOM）", "for Excel (with BOM)"),
    "json": ("下载 JSON", "JSON"),
    "nt": ("下载 N-Triples", "N-Triples"),
    "draw": ("画图", "Draw a chart"),
    "of_words": ("文字列", "words"),
    "of_numbers": ("数字列", "numbers"),
    "chart_name": (
        "条形图：{words} 的 {number}，数值见表",
        "Bars: {number} of {words}; the table has the values",
    ),
    "chart_left": ("另有 {left} 行没有画出。", "{left} more rows are not drawn."),
    "share": ("这个查询的链接", "Link to this query"),
    "syntax": (
        "第 {line} 行第 {column} 列不合 SPARQL 语法：{detail}",
        "Not SPARQL at line {line}, column {column}: {detail}",
    ),
    "syntax_near": (
        "第 {line} 行第 {column} 列的“{found}”不合 SPARQL 语法。这里可以是：{expected}",
        "Not SPARQL at line {line}, column {column}, at “{found}”. Here could stand: {expected}",
    ),
    "too_early": (
        "查询没有写完：到末尾还缺东西，比如右括号或 WHERE。",
        "The query ends too early: something is missing at its end, such as a closing bracket or WHERE.",
    ),
    "no_prefix": (
        "第 {line} 行第 {column} 列：前缀“{prefix}:”没有声明。请加一行 PREFIX {prefix}: <…>。",
        "Line {line}, column {column}: the prefix “{prefix}:” is not declared. Add PREFIX {prefix}: <…>.",
    ),
    "t_variable": ("?变量", "?variable"),
    "t_IRI": ("IRI", "an IRI"),
    "t_string": ("字符串", "a string"),
    "t_number": ("数字", "a number"),
    "go_there": ("到那里", "Go there"),
    "refused_service": (
        "拒绝 SERVICE：查询只在这份数据上算，不去别的服务器。",
        "SERVICE is refused: queries stay on this data and go to no other server.",
    ),
    "refused_update": (
        "拒绝更新（{detail}）：这里只读。请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
        "An update ({detail}) is refused: this is read-only. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    ),
    "refused_from": (
        "拒绝 FROM <{detail}>：数据里没有这个图，也不去取。",
        "FROM <{detail}> is refused: no such graph in this data, and nothing is fetched.",
    ),
    "bad_value": (
        "{name} 不能是“{value}”。可以写成 {example}。",
        "{name} cannot be “{value}”. Write it like {example}.",
    ),
    "near": (
        "{name} 没有“{value}”这个名称。相近的：{names}",
        "{name}: nothing is called “{value}”. Near: {names}",
    ),
    "show_iris": ("显示永久网址（IRI）列", "Show the columns of permanent addresses (IRIs)"),
    "name_of": ("{head}（名称）", "{head} (name)"),
    "saved_questions": ("预设问题和算好的答案", "Saved questions and their answers"),
}

SEARCH: Pairs = {
    **SHARED,
    "search": ("搜索", "Search"),
    "query": ("搜索", "Search"),
    "lead": (
        "搜数值、事项、举措、问题、安排、机关、地方、文件和预设问题。可以用简体或繁体、拼音（tiaojie）、英文；一个字也行。",
        "Search figures, topics, measures, problems, plans, bodies, places, documents and saved questions: in Chinese (simplified or traditional, from one character), in pinyin (tiaojie) or in English.",
    ),
    "words": ("搜索词", "Words"),
    "go": ("搜索", "Search"),
    "offline": (
        "没有脚本时，由 dashi-kg serve 提供的网站照样搜索；别的网站上请看名称索引：",
        "Without scripts, a site served by dashi-kg serve searches all the same; elsewhere see the index of names:",
    ),
    "names": ("名称索引", "Index of names"),
    "found": ("“{words}”：{count} 条。", "“{words}”: {count} found."),
    "found_part": (
        "没有一条同时含有“{words}”的全部字词；下面 {count} 条含有其中一部分。",
        "Nothing has all of “{words}”; these {count} have a part of it.",
    ),
    "meant": ("按“{words}”找的。", " Taken as “{words}”."),
    "heard": ("也按拼音找了：{pairs}。", " Also read as pinyin: {pairs}."),
    "figures": ("{count} 个数值", "{count} figures"),
    "by_group": ("种类", "Kind"),
    "by_year": ("年度", "Year"),
    "by_body": ("报告机关", "Body"),
    "by_level": ("层级", "Level"),
    "by_topic": ("事项", "Topic"),
    "all": ("全部", "all"),
    "narrow": ("筛选", "Narrow"),
    "found_none": (
        "没有找到“{words}”。换个短一点的词试试。",
        "“{words}” was not found. Try a shorter word.",
    ),
    "loading": ("正在搜索…", "Searching…"),
    "more": ("再显示一些（还有 {left} 条）", "Show more ({left} left)"),
    "not_shown": (
        "还有 {left} 条没有显示，请筛选，或把词写长一点。",
        "{left} more are not shown; narrow, or write longer words.",
    ),
    "see_all": ("这一种全部 {count} 条", "All {count} of this kind"),
}

NAMES: Pairs = {
    "names": ("名称索引", "Index of names"),
    "lead": (
        "机关、地方、指标、文件和术语，按拼音排列。",
        "Organisations, places, indicators, documents and terms, in alphabetical order.",
    ),
    "others": ("其他", "Other"),
    "letters": ("字母", "Letters"),
}

EXPLORE: Pairs = {
    **SHARED,
    "explore": ("关系图", "Explore"),
    "lead": (
        "从一个节点看它的邻居：谁连着它，它连着谁。列表和图说的是同样的内容。",
        "From a node to its neighbours: what it links to and what links to it. The list and the drawing say the same.",
    ),
    "offline": (
        "图要用脚本。没有脚本时，下面是每份报告的概览，每个名字都链接到它的页，页上有它的邻居。",
        "The drawing needs scripts. Without them: each report at a glance; every name leads to its page, which lists its neighbours.",
    ),
    "all_reports": ("全部 {} 份报告", "All {} reports"),
    "start": ("起点（名称或永久网址 IRI）", "Start (name or permanent address, IRI)"),
    "go": ("查看", "Show"),
    "property": ("只看这个属性", "Only this property"),
    "all_properties": ("所有属性", "all properties"),
    "list": ("邻居", "Neighbours"),
    "drawing": ("图", "Drawing"),
    "out": ("它的", "its"),
    "in": ("指向它的", "pointing to it"),
    "expand": ("以此为起点", "go to this node"),
    "open": ("打开页面", "open its page"),
    "back": ("返回上一个节点", "Back to the former node"),
    "unknown": ("数据里没有“{detail}”。", "“{detail}” is not in the data."),
    "which": ("名称“{detail}”有几个，请选一个：", "Several are called “{detail}”; choose one:"),
    "summary": (
        "{name}：{count} 个邻居。",
        "{name}: {count} neighbours.",
    ),
    "cut": (
        "图上只画了 {shown} 个，列表是全的（至多 {most} 个）。",
        "{shown} are drawn; the list has them all (up to {most}).",
    ),
    "canvas": (
        "关系图；同样的内容在旁边的列表里",
        "Drawing of the neighbours; the list beside it says the same",
    ),
    "fit": ("缩放到全图", "Fit"),
    "overview": ("报告概览", "Reports at a glance"),
    "section": ("部分", "Part"),
    "measures": ("举措", "Measures"),
    "figures": ("数值", "Figures"),
    "problems": ("问题", "Problems"),
    "plans": ("安排", "Plans"),
    "starts": ("可以从这里开始", "Places to begin"),
}


def words_in(pairs: Pairs, lang: str) -> dict[str, str]:
    """The words in one language."""
    return {key: pair[lang == "en"] for key, pair in pairs.items()}
