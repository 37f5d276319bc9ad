"""Words of the grammar that are no data of any list: title words, surnames, the examples below the line."""

from __future__ import annotations

import re
from typing import Final

from swstation.quicklog.text import is_han

EXAMPLES: Final = (
    "张桂芳 入户 90m 送米油，量血压，情绪稳定 >+7d",
    "张桂芳入户40分钟送米油",
    "zgf tf 90m",
    "李秀英 电话 未接 》明天",
    "重阳节活动 46人参加 志愿者6人 2小时",
    "残疾人证 15件",
)
"""The six lines of the strip below the empty line, as they are typed."""

ACTIVITY_WORDS: Final = ("活动", "讲座", "义诊", "宣传")
GROUP_WORDS: Final = ("小组",)
LONGEST_TITLE: Final = 30

HALF_DAY: Final = "半天"
HALF_DAY_HOURS: Final = (2, 3, 4)
NEXT_WORD: Final = "下次"
CASE_WORDS: Final = ("个案", "ga")
NEXT_WORDS: Final = ("明天", "后天", "+7d", "两周", "周一", "下周一", "月底", "一个月")
DAY_WORDS: Final = ("今天", "昨天", "前天", "大前天", "上午", "下午", "晚上")

SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支"
    "柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封芮羿储靳汲邴糜松井段富"
    "巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索"
    "咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕"
    "连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶"
    "空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳帅况亢付代闫覃普者起杞岩刀召佘冼丘仝兰初苟商肖邸涂迟"
) - frozenset("从全都有经空后通时家别能计应起者相公国东水须")
_COMPOUND: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文"
    "司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘"
    "左丘东门西门南荣"
)
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))

# What stands before a method, begins with a surname's character and is no name.
_NO_NAME: Final = re.compile(
    "老人|老年|儿童|妇女|家庭|社区|村民|居民|党员|人员|残疾|困难|对象|群众|学生|家长|检查|项目|方案|计划|单位|材料|安全"
    "|政策|工作|会议|平安|广场|关爱|安置|明天|万一|成员|成立|高龄|金秋|方便|温暖|常规|房屋|危房|车辆|文化|文件|平时|向上"
    "|连续|关于|易地|单亲|全面|满意|农村|路上|路边|家属|国庆|元旦|华侨|石板|水电|花费|毛巾|牛奶|马上|包括|包保|干部|明确"
    "|管理|支部|支出|武装|应急|司法|强制|连心|尚未|陪同|陪护|井水|山上|山区|田间|田里|林地"
)


def looks_like_a_name(text: str) -> bool:
    """Whether 2-4 Han characters may be a person's name: a common surname (老周 too), and nothing that is no name."""
    if not 2 <= len(text) <= 4 or not all(map(is_han, text)) or _NO_NAME.search(text):
        return False
    if text[0] in "老小阿" and len(text) == 2:
        return text[1] in SURNAMES
    if text[:2] in COMPOUND_SURNAMES:
        return len(text) > 2
    return text[0] in SURNAMES
