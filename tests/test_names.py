"""Names of bodies in sentences of the genre: each row is a class of names, with the reason."""

from __future__ import annotations

import pytest

from dashi_kg.extract.names import kind_of, names
from dashi_kg.model import Span

ROWS = [
    ("fields, short and long", "县应急局、县住建局、县文旅局、县医疗保障局联合检查", "县应急局|县住建局|县文旅局|县医疗保障局"),
    ("a field of several pieces", "县文化广电旅游和体育局、旗农牧和科技局", "县文化广电旅游和体育局|旗农牧和科技局"),
    ("a field that no list knows, behind a level", "县葡萄酒产业发展局、县食药安办开展督导", "县葡萄酒产业发展局|县食药安办"),
    ("a list that shares its head", "县公安局、司法局、民政局联合整治", "县公安局|司法局|民政局"),
    ("a list that shares its ending is a class", "公安、司法、民政等部门共同参与", ""),
    ("one character before a level is a verb", "对接区城管局、区市场监管局", "区城管局|区市场监管局"),
    ("…but not in a name", "红旗街道办事处、息县司法局", "红旗街道办事处|息县司法局"),
    ("a verb before the name", "指导长江航务管理局、落实镇人大监督", "长江航务管理局|镇人大"),
    ("party and government by short names", "区委区政府、旗纪委监委、团县委、县妇联", "区委|区政府|旗纪委监委|团县委|县妇联"),
    ("offices of committees", "省委依法治省委员会办公室、县委政法委、县安委会办公室", "省委依法治省委员会办公室|县委政法委|县安委会办公室"),
    ("a unit behind its owner", "县公安局交通警察大队、县市场监管局城关分局、市公安局法制支队", "县公安局交通警察大队|县市场监管局城关分局|市公安局法制支队"),
    ("a unit with its own place", "区法律援助中心东江工作站、国家税务总局云河县税务局", "区法律援助中心东江工作站|国家税务总局云河县税务局"),
    ("offices inside a bureau", "局办公室、局法规科把关", "局办公室|局法规科"),
    ("courts and prosecutors, short and long", "区法院、区检察院、市中级人民法院、省高院", "区法院|区检察院|市中级人民法院|省高院"),
    ("all of a kind are no body", "全市法院、各级人民法院、市县政府、各乡镇人民政府", ""),
    ("counted ones are no body", "12个司法所、98家律师事务所、便民服务中心98个", ""),
    ("what every place has", "基层司法所、辖区派出所、物业公司、乡镇综合执法队", ""),
    ("…is a body where it has a name", "河口司法所、临山派出所、马家坪法庭", "河口司法所|临山派出所|马家坪法庭"),
    ("posts", "镇党委书记、县委常委、局党组书记带头述法", ""),
    ("meetings", "召开局党组会6次、市政府常务会议3次、市委常委会会议2次", ""),
    ("a conference is a body where it is set up", "建立综合行政执法联席会议机制", "综合行政执法联席会议"),
    ("…and a meeting elsewhere", "召开府院联席会议2次", ""),
    ("the government's papers", "清理市政府文件12件、县政府规章3件、县政府门户网站", ""),
    ("a branch in brackets", "北京大成(石家庄)律师事务所、安徽明泽律师事务所", "北京大成(石家庄)律师事务所|安徽明泽律师事务所"),
    ("national bodies", "党中央、国务院、最高人民法院、全国普法办、国务院办公厅督查室", "党中央|国务院|最高人民法院|全国普法办|国务院办公厅督查室"),
    ("media, schools, companies", "县融媒体中心、西南政法大学、平山水务集团", "县融媒体中心|西南政法大学|平山水务集团"),
    ("associations", "市律师协会、市仲裁委员会、海州公证处", "市律师协会|市仲裁委员会|海州公证处"),
    ("committees of villages", "红星社区居民委员会、县物业纠纷人民调解委员会、各村调委会", "红星社区居民委员会|县物业纠纷人民调解委员会"),
    ("a particle inside a name", "经济技术开发区管委会、临空经济示范区管委会", "经济技术开发区管委会|临空经济示范区管委会"),
    ("verbs that follow a name", "县委宣传部联合下发文件,县政府办印发通知,县政府办理建议", "县委宣传部|县政府办|县政府"),
    ("和 in the name of a firm", "聘请北京天达共和律师事务所,县司法局和泽信律师事务所签约", "北京天达共和律师事务所|县司法局|泽信律师事务所"),
    ("centres of any kind, behind a level", "县法治宣传教育中心、市社情民意调查中心、矛盾纠纷调处化解中心", "县法治宣传教育中心|市社情民意调查中心"),
    ("a law that holds an ending", "宣讲治安管理处罚法、管理处分工明确", ""),
    ("set up for a while", "组建巾帼普法宣讲团,市委宣讲团到场", "市委宣讲团"),
    ("the departments of a class", "司法部门、公安机关、财政部门", ""),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_names_of_bodies(reason: str, text: str, expected: str) -> None:
    found = [text[span.start : span.end] for span, _, _ in names(text, Span(0, len(text)))]
    assert found == [name for name in expected.split("|") if name], reason


@pytest.mark.parametrize(("name", "kind"), [
    ("大石街道办事处", "subdistrict-office"), ("云河县人民政府", "county-government"), ("柳河镇人民政府", "township-government"),
    ("县司法局", "bureau"), ("泽信律师事务所", "law-firm"), ("云河县人民法院", "court"), ("无名", ""),
])  # fmt: skip
def test_kind_of_a_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind
