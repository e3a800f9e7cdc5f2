"""An invented case for each paper: what a template may ask for, and what its preview shows."""

from __future__ import annotations

from collections.abc import Mapping

from .kinds import Paper, Values

CODE, DAY, SUM, CAPITALS = "0123 4567 89AB CDEF", "2026年11月23日", "18,900.00", "壹万捌仟玖佰元整"
COMMON: Values = {
    "reference": "AX-2026-000000", "place": "示例区总工会", "made_on": DAY, "version": "2026-11-23/370702", "code": CODE,
    "template": "示例区总工会第 1 版 00000000", "employer": "示例建筑工程有限公司", "project": "示例二期工地", "badges": "【待核实】",
}  # fmt: skip
PERSON = {"name": "职工001", "phone": "199****0001", "id_number": "1101011900****0011", "work": "瓦工"}
SIGNER = PERSON | {"number": "1"}
WORKERS: Values = {"workers": [PERSON | {"sum": SUM}]}
AMOUNT: Values = {"total": SUM, "capitals": CAPITALS}
SUMS: Values = {
    "claims": [
        {
            "name": "职工001", "item": "拖欠的工资", "sum": SUM, "arithmetic": "3 个月 × 6,300.00 = 18,900.00 元",
            "articles": "劳动法第50条", "version": "2026-11-23/370702", "badges": "",
        }
    ],
    "open_sums": "加付赔偿金只列范围，没有计入合计。", **AMOUNT,
}  # fmt: skip
FOLDER: Values = {
    "evidence": [{"number": "1", "label": "8月考勤表", "added": DAY, "digest": "0" * 64}], "no_evidence": "材料夹里还没有证据。",
}  # fmt: skip
RESPONDENTS: Values = {
    "respondents": [
        {
            "number": "1", "name": "示例建筑工程有限公司", "role": "用人单位", "reason": "谁招的人，谁先还工资", "article": "劳动合同法第30条",
            "badges": "",
        }
    ]
}  # fmt: skip
FACTS: Values = {"facts": [{"text": "职工001在示例建筑工程有限公司干活，工种瓦工，欠 18,900 元。"}]}
INSTALMENT = {"number": "1", "due": "2026年11月30日", "sum": "10,000.00"}
CLOCKS: Values = {"clocks": [{"title": "支付令受理", "length": "5 日", "law": "民诉法 第226条", "badges": ""}]}
LATE: Values = {"instalments": [INSTALMENT | {"paid": "0.00", "open": "10,000.00"}], "signed_on": DAY, "agreed": SUM}
PRODUCE: Values = {"produce_law": "劳动争议调解仲裁法第39条第2款", "burden_law": "劳动争议调解仲裁法第6条"}
ASKED = {"number": "1", "label": "工资支付台账和工资清单", "article": "保障农民工工资支付条例第15条、第50条", "badges": ""}

EXAMPLES: Mapping[Paper, Values] = {
    Paper.ARBITRATION: {**COMMON, **WORKERS, **RESPONDENTS, **FACTS, **SUMS, **FOLDER},
    Paper.SUPPORT: {
        **COMMON, **WORKERS, **RESPONDENTS, **FACTS, **SUMS, **FOLDER, "support_law": "民诉法 第15条", "support_badges": "",
    },
    Paper.MEDIATION: {
        **COMMON, **WORKERS, **AMOUNT, "body": "示例区总工会调解委员会", "instalments": [INSTALMENT | {"capitals": "壹万元整"}],
        "signed_on": DAY, "wages_only": "本协议只谈工资。", "warning": "工资单独签一份协议", "warning_article": "解释（一）第51条",
        "confirm_by": "2026年12月23日", "confirm_law": "民诉法 第205条", "confirm_badges": "",
    },
    Paper.AID: {
        **COMMON, **PERSON, **FACTS, **SUMS, **FOLDER, "migrant": "是", "hardship": "免予核查", "employed": "2026年6月1日—现在",
        "answer_days": "7 日", "answer_law": "法律援助法 第43条", "answer_badges": "",
    },
    Paper.PAYMENT_ORDER: {
        **COMMON, **LATE, **CLOCKS, **AMOUNT, "verdict": "可以拿协议向基层法院申请。", "cautions": [{"text": "公司找不到，支付令送不到。"}],
    },
    Paper.ORDER: {
        **COMMON, **WORKERS, **LATE, **CLOCKS, **AMOUNT, **FOLDER, "condition": "申请人和被申请人之间没有别的债务纠纷。",
        "condition_law": "民诉法 第225条", "condition_badges": "",
    },
    Paper.AUTHORITY: {
        **COMMON, "principals": [PERSON | {"number": "1"}], "agents": [{"name": "示例律师", "firm": "示例律师事务所", "phone": "19900000002"}],
        "as_what": "委托下面的人为代理人。", "matter": "和示例建筑工程有限公司追索劳动报酬的仲裁、诉讼和执行", "general": "一般代理。",
        "special": "特别授权。", "special_law": "民事诉讼法第62条", "special_badges": "【待核实】", "group_law": "",
    },
    Paper.PRODUCTION: {
        **COMMON, **WORKERS, **PRODUCE, "asked": [ASKED | {"shows": "工资是多少、欠了多少没给"}], "rural": "保障农民工工资支付条例第50条",
    },
    Paper.DEMAND: {
        **COMMON, **AMOUNT, "payer": "示例总承包有限公司", "role": "施工总承包单位", "reason": "分包单位欠薪，总承包先清偿，再去追偿",
        "article": "保障农民工工资支付条例第30条", "payer_badges": "", "count": "15", "period": "2026年6月到8月",
        "named": [{"name": "职工001"}], "unnamed": "另有 14 名职工，没有授权写明姓名。", "interrupts": "本函替上面写明的职工向贵方主张权利。",
        "lenient": "在刑事立案前付清的，依法可以从宽。", "phone": "12351", "reply_by": "2026年12月14日", "reply_law": "总工办发〔2021〕9号",
        "reply_badges": "【待核实】",
    },
    Paper.TRANSFER: {
        **COMMON, **AMOUNT, "industry": "建筑", "street": "示例街道", "count": "15", "period": "2026年6月到8月", "received": DAY,
        "ask": "请贵单位依法核查处理，并把受理情况告诉本会。", "secret": "反映人的姓名、联系方式不在本函里。", "phone": "12351",
        "accept_days": "5 个工作日", "accept_law": "若干规定 第18条", "accept_badges": "",
    },
    Paper.OWN: {
        **COMMON, **PERSON, **AMOUNT, **FACTS, **FOLDER, **PRODUCE, "address": "示例路 1 号", "employer_address": "示例路 2 号",
        "proofs": [{"element": "工资是多少", "have": "工资条、工资表", "state": "能说清"}],
        "asked_first": "下面的材料在单位手里，请责令单位提交：", "asked": [ASKED], "colleagues": "同一工地有 2 名工友愿意作证。",
    },
    Paper.REPRESENTATIVES: {
        **COMMON, "heads": "12", "law": "劳动争议调解仲裁法第7条", "seats_law": "劳动人事争议仲裁办案规则第5条、第62-63条",
        "chosen": [SIGNER], "workers": [SIGNER],
    },
    Paper.DISTRIBUTION: {
        **COMMON, "portions": [SIGNER | {"sum": SUM, "arithmetic": "20,000.00 × 18,900.00 ÷ 40,950.00"}], "total": SUM, "capitals": CAPITALS,
        "heads": "1", "rule": "按欠的多少比例分", "slip": "示例回单 1", "paid_on": DAY, "number": "1",
    },
}  # fmt: skip
