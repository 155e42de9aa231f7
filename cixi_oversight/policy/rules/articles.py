"""What the law says of each period, word for word, from the texts in force (消费者办法 as amended, 法释 of 2025).

The bureau's own figures (complaints, filings) have no article: their source is the parameter's.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.policy.enums import DeadlineCode as Code

Quote = tuple[str, str]  # the law, the text of the article

_PENALTY_60: Final[Quote] = (
    "行政处罚法",
    "第六十条 行政机关应当自行政处罚案件立案之日起九十日内作出行政处罚决定。法律、法规、规章另有规定的，从其规定。",
)
_PENALTY_61: Final[Quote] = (
    "行政处罚法",
    (
        "第六十一条 行政处罚决定书应当在宣告后当场交付当事人；当事人不在场的，行政机关应当在七日内依照《中华"
        "人民共和国民事诉讼法》的有关规定，将行政处罚决定书送达当事人。"
    ),
)
_PENALTY_85: Final[Quote] = (
    "行政处罚法",
    "第八十五条 本法中“二日”“三日”“五日”“七日”的规定是指工作日，不含法定节假日。",
)
_PENALTY_56: Final[Quote] = (
    "行政处罚法",
    (
        "第五十六条 行政机关在收集证据时，可以采取抽样取证的方法；在证据可能灭失或者以后难以取得的情况下，经"
        "行政机关负责人批准，可以先行登记保存，并应当在七日内及时作出处理决定，在此期间，当事人或者有关人员不"
        "得销毁或者转移证据。"
    ),
)
_PENALTY_64: Final[Quote] = (
    "行政处罚法",
    "第六十四条（节录） （一）当事人要求听证的，应当在行政机关告知后五日内提出；",
)
_PENALTY_64_2: Final[Quote] = (
    "行政处罚法",
    "第六十四条（节录） （二）行政机关应当在举行听证的七日前，通知当事人及有关人员听证的时间、地点；",
)
_PENALTY_67: Final[Quote] = (
    "行政处罚法",
    (
        "第六十七条（节录） 当事人应当自收到行政处罚决定书之日起十五日内，到指定的银行或者通过电子支付系统缴"
        "纳罚款。银行应当收受罚款，并将罚款直接上缴国库。"
    ),
)
_PENALTY_36: Final[Quote] = (
    "行政处罚法",
    (
        "第三十六条 违法行为在二年内未被发现的，不再给予行政处罚；涉及公民生命健康安全、金融安全且有危害后果"
        "的，上述期限延长至五年。法律另有规定的除外。"
    ),
)
_PENALTY_36_2: Final[Quote] = (
    "行政处罚法",
    "第三十六条（节录） 前款规定的期限，从违法行为发生之日起计算；违法行为有连续或者继续状态的，从行为终了之日起计算。",
)
_LICENCE_32: Final[Quote] = (
    "行政许可法",
    (
        "第三十二条（节录） （四）申请材料不齐全或者不符合法定形式的，应当当场或者在五日内一次告知申请人需要"
        "补正的全部内容，逾期不告知的，自收到申请材料之日起即为受理；"
    ),
)
_LICENCE_82: Final[Quote] = (
    "行政许可法",
    "第八十二条 本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。",
)
_LICENCE_42: Final[Quote] = (
    "行政许可法",
    (
        "第四十二条 除可以当场作出行政许可决定的外，行政机关应当自受理行政许可申请之日起二十日内作出行政许可"
        "决定。二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人"
        "。但是，法律、法规另有规定的，依照其规定。"
    ),
)
_LICENCE_47: Final[Quote] = (
    "行政许可法",
    (
        "第四十七条 行政许可直接涉及申请人与他人之间重大利益关系的，行政机关在作出行政许可决定前，应当告知申"
        "请人、利害关系人享有要求听证的权利；申请人、利害关系人在被告知听证权利之日起五日内提出听证申请的，行"
        "政机关应当在二十日内组织听证。"
    ),
)
_LICENCE_48: Final[Quote] = (
    "行政许可法",
    (
        "第四十八条（节录） （一）行政机关应当于举行听证的七日前将举行听证的时间、地点通知申请人、利害关系人"
        "，必要时予以公告；"
    ),
)
_LICENCE_50: Final[Quote] = (
    "行政许可法",
    (
        "第五十条 被许可人需要延续依法取得的行政许可的有效期的，应当在该行政许可有效期届满三十日前向作出行政"
        "许可决定的行政机关提出申请。但是，法律、法规、规章另有规定的，依照其规定。"
    ),
)
_EDUCATION_14: Final[Quote] = (
    "民办教育促进法",
    "第十四条 审批机关应当自受理筹设民办学校的申请之日起三十日内以书面形式作出是否同意的决定。",
)
_EDUCATION_17: Final[Quote] = (
    "民办教育促进法",
    (
        "第十七条 申请正式设立民办学校的，审批机关应当自受理之日起三个月内以书面形式作出是否批准的决定，并送"
        "达申请人；其中申请正式设立民办高等学校的，审批机关也可以自受理之日起六个月内以书面形式作出是否批准的"
        "决定，并送达申请人。"
    ),
)
_REVIEW_20: Final[Quote] = (
    "行政复议法",
    (
        "第二十条 公民、法人或者其他组织认为行政行为侵犯其合法权益的，可以自知道或者应当知道该行政行为之日起"
        "六十日内提出行政复议申请；但是法律规定的申请期限超过六十日的除外。"
    ),
)
_REVIEW_88: Final[Quote] = (
    "行政复议法",
    (
        "第八十八条 行政复议期间的计算和行政复议文书的送达，本法没有规定的，依照《中华人民共和国民事诉讼法》"
        "关于期间、送达的规定执行。"
    ),
)
_REVIEW_62: Final[Quote] = (
    "行政复议法",
    (
        "第六十二条 适用普通程序审理的行政复议案件，行政复议机关应当自受理申请之日起六十日内作出行政复议决定"
        "；但是法律规定的行政复议期限少于六十日的除外。情况复杂，不能在规定期限内作出行政复议决定的，经行政复"
        "议机构的负责人批准，可以适当延长，并书面告知当事人；但是延长期限最多不得超过三十日。"
    ),
)
_CONSUMER_11: Final[Quote] = (
    "浙江省实施《消费者权益保护法》办法",
    "第十一条（节录） 消费者要求退还预付款余额的，经营者应当自消费者要求退款之日起五日内予以退还。",
)
_PREPAID_14: Final[Quote] = (
    "法释〔2025〕4号",
    "第十四条 消费者自付款之日起七日内请求经营者返还预付款本金的，人民法院应予支持，但存在下列情形之一的除外：",
)
_NONPROFIT_23: Final[Quote] = (
    "民办非企业单位登记管理暂行条例",
    (
        "第二十三条（节录） 民办非企业单位应当于每年3月31日前向业务主管单位报送上一年度的工作报告，经业务主管"
        "单位初审同意后，于5月31日前报送登记管理机关，接受年度检查。"
    ),
)

ARTICLES: Final[dict[Code, tuple[Quote, ...]]] = {
    Code.PENALTY_DECISION: (_PENALTY_60,),
    Code.PENALTY_SERVICE: (
        _PENALTY_61,
        _PENALTY_85,
    ),
    Code.EVIDENCE_KEPT: (
        _PENALTY_56,
        _PENALTY_85,
    ),
    Code.HEARING_REQUEST: (
        _PENALTY_64,
        _PENALTY_85,
    ),
    Code.HEARING_NOTICE: (
        _PENALTY_64_2,
        _PENALTY_85,
    ),
    Code.FINE_PAYMENT: (_PENALTY_67,),
    Code.PENALTY_LIMITATION: (
        _PENALTY_36,
        _PENALTY_36_2,
    ),
    Code.PENALTY_LIMITATION_LONG: (
        _PENALTY_36,
        _PENALTY_36_2,
    ),
    Code.LICENCE_SUPPLEMENT: (
        _LICENCE_32,
        _LICENCE_82,
    ),
    Code.LICENCE_DECISION: (
        _LICENCE_42,
        _LICENCE_82,
    ),
    Code.LICENCE_HEARING_REQUEST: (
        _LICENCE_47,
        _LICENCE_82,
    ),
    Code.LICENCE_HEARING: (
        _LICENCE_47,
        _LICENCE_82,
    ),
    Code.LICENCE_HEARING_NOTICE: (
        _LICENCE_48,
        _LICENCE_82,
    ),
    Code.LICENCE_RENEWAL: (_LICENCE_50,),
    Code.PREPARATION_DECISION: (_EDUCATION_14,),
    Code.SCHOOL_DECISION: (_EDUCATION_17,),
    Code.REVIEW_APPLICATION: (
        _REVIEW_20,
        _REVIEW_88,
    ),
    Code.REVIEW_DECISION: (
        _REVIEW_62,
        _REVIEW_88,
    ),
    Code.REFUND_PAYMENT: (_CONSUMER_11,),
    Code.COOLING_OFF: (_PREPAID_14,),
    Code.NONPROFIT_SUPERVISOR: (_NONPROFIT_23,),
    Code.NONPROFIT_REGISTRAR: (_NONPROFIT_23,),
}
