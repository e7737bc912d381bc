"""How well a text is spelt: whether its letters stand as letters of that script do.

Read in a wrong encoding, a text has rare characters, letters of two scripts in a word, or
capitals inside of words.
"""

from collections.abc import Callable
from itertools import pairwise

# The characters that are met most, in tables above all; simplified and traditional.
_COMMON = set(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "年龄收入性别是否购买男女价格面积房间身高体重姓名日期分数成绩班级类型类别标签号码城市北京上海广州深圳天津重庆颜色红黄蓝绿黑白销量温度湿度长宽深高厚嘴喙翅鳍岛屿物种花瓣萼训练测试缺失好坏优良差低中等职业教师学生医生工人电话地址产品数量单价总额金额工资职务部门编号"
    "年齡性別購買價區積間體類標籤號顏紅黃藍綠銷溫濕長寬鳥島嶼種測試訓練數學國這個們來會時說對發經過樣業機當無關點實體電話東車馬門開問題應該沒還進麼後給讓見認觀氣義職員醫師產額總編廣臺灣縣"
    "猫狗牛羊猪鸡鸭鱼鸟马兔虎狮象熊蛇苹果香蕉橙葡萄梨桃瓜米饭菜茶酒奶糖盐肉蛋春夏秋冬晴雨雪云风东西南北左右前后快慢冷热甜苦酸辣胖瘦老少贫富优劣合格及通过未甲乙丙丁戊一二三四五六七八九十百千万亿零正负阳阴患病健康症血压糖心率吸烟饮是无有型款品牌店铺客户购买流失续约违约贷款信用逾期欺诈邮件垃圾评论积极消极情感票房电影音乐游戏运动足球篮球初中高大专本科硕博士婚已离异丧偶汉族省市县区镇村街道楼层厅卫朝装修毛坯精简车辆油耗排功率速度里程距离编序列行列"
    "月火水木金土日本語円年男性女性価格身長体重東京大阪名前種類"
)  # fmt: skip
_HANGUL = set("이가나다는을를에의로고하지사기도자일수리인어대서부정아시해전보성제상여원장주남녀예니오키몸무게나이소득구매서울산별")  # fmt: skip
_LATIN = {
    "cp1252": set("äöüÄÖÜßéèêëàâçîïôûùœæñáíóúãåøÅØÆÉÈÀÇÑÁÍÓÚì"),
    "cp1250": set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰăîâșț"),
}
_SIGNS = set("€£¥°µ²³·–—„“”‘’…×±½¼¾§©®«»¿¡\xa0ºª‰†™")


def spelling(text: str, encoding: str) -> float:
    """Return the mean over all characters beyond ASCII: 1 is well spelt, 0 or less is not.

    >>> round(spelling("Größe;männlich", "cp1252"), 1)
    1.0
    """
    worth = _WORTH[encoding]
    padded = f" {text} "
    marks = [
        worth(before, one, after)
        for (before, one), after in zip(pairwise(padded), padded[2:], strict=False)
        if not one.isascii()
    ]
    return sum(marks) / len(marks) if marks else 0.0


def _is_ascii_letter(one: str) -> bool:
    return one.isascii() and one.isalpha()


def _glue(letter: str) -> float:
    """Return how odd a Latin letter beside a character is: A型 is usual, a型 is not."""
    return 0.0 if not _is_ascii_letter(letter) else 0.8 if letter.islower() else 0.3


def _latin(common: set[str], sign: float = 0.6) -> Callable[[str, str, str], float]:
    def worth(before: str, one: str, after: str) -> float:
        if one in _SIGNS:
            inside = before.isalpha() and after.isalpha()
            return -1.0 if inside and one not in "’·" else sign
        if not one.isalpha():
            return -1.0
        if one.isupper() and before.isalpha() and (before.islower() or after.islower()):
            return -1.0
        if not (before.isalpha() or after.isalpha()):
            return 0.2  # a letter alone
        if not (_is_ascii_letter(before) or _is_ascii_letter(after)):
            return 0.0
        return 1.0 if one in common else 0.3

    return worth


def _cyrillic(before: str, one: str, after: str) -> float:
    if not ("А" <= one <= "я" or one in "Ёё"):
        return 0.3 if one in "№«»–—°\xa0" else -0.5
    if _is_ascii_letter(before) or _is_ascii_letter(after):
        return -1.0
    beside = [near for near in (before, after) if near.isalpha()]
    if not beside:
        return 0.2
    if one.isupper() and before.islower():
        return -1.0
    return 0.4 if one.isupper() and before.isalpha() else 1.0


def _east_asian(
    encoding: str, level_1: tuple[int, int]
) -> Callable[[str, str, str], float]:
    low, high = level_1

    def worth(before: str, one: str, after: str) -> float:
        if "\u3000" <= one <= "\u303f" or "\uff01" <= one <= "\uff5e":
            return 0.5
        if not ("\u3040" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7a3"):
            return -0.5
        glued = sum(_glue(letter) for letter in (before, after))
        return _of_character(one) - glued

    def _of_character(one: str) -> float:
        if one in _COMMON or one in _HANGUL or "\u3041" <= one <= "\u30fe":
            return 1.0
        try:
            code = one.encode(encoding)
        except UnicodeEncodeError:
            return -0.5
        if len(code) != 2 or (encoding in _SQUARE and code[1] < 0xA1):
            return -0.3
        return 0.6 if low <= code[0] <= high else 0.1

    return worth


# Their first tables are squares: both bytes from A1 on.
_SQUARE = ("gb18030", "cp949")
_WORTH = {
    "cp1252": _latin(_LATIN["cp1252"]),
    "cp1250": _latin(_LATIN["cp1250"]),
    "mac_roman": _latin(_LATIN["cp1252"], 0.3),
    "cp850": _latin(_LATIN["cp1252"], 0.3),
    "cp1251": _cyrillic,
    "gb18030": _east_asian("gb18030", (0xB0, 0xD7)),
    "cp950": _east_asian("cp950", (0xA4, 0xC6)),
    "cp932": _east_asian("cp932", (0x88, 0x97)),
    "cp949": _east_asian("cp949", (0xB0, 0xC8)),
}
