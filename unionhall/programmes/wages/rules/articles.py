"""Where a rule stands: the law, the article, and how surely it was read."""

from dataclasses import dataclass
from enum import StrEnum

LABOUR_LAW = "劳动法"
CONTRACT_LAW = "劳动合同法"
CONTRACT_RULES = "劳动合同法实施条例"
ARBITRATION_LAW = "劳动争议调解仲裁法"
WAGE_RULES = "保障农民工工资支付条例"
INSPECTION_RULES = "劳动保障监察条例"
CIVIL_PROCEDURE = "民事诉讼法"
CRIMINAL_LAW = "刑法"
INTERPRETATION_1 = "审理劳动争议案件适用法律问题的解释（一）"
INTERPRETATION_2 = "审理劳动争议案件适用法律问题的解释（二）"
CRIME_INTERPRETATION = "审理拒不支付劳动报酬刑事案件适用法律若干问题的解释"
CONVERSION_2025 = "人社部发〔2025〕2号"
CONVERSION_2008 = "劳社部发〔2008〕3号"
DEPOSIT_RULES = "人社部发〔2021〕65号"
BLACKLIST_RULES = "拖欠农民工工资失信联合惩戒对象名单管理暂行办法"
TRANSFER_OPINION = "人社部发〔2014〕100号"
RELATION_NOTICE = "劳社部发〔2005〕12号"


class Mark(StrEnum):
    """C: read in the full text. S: seen in a secondary page. M: unconfirmed, wears a badge."""

    CONFIRMED = "C"
    SECONDARY = "S"
    UNCONFIRMED = "M"


@dataclass(frozen=True, slots=True)
class Article:
    """One place in one law; `article` is empty when the whole text is meant."""

    law: str
    article: str
    mark: Mark = Mark.CONFIRMED

    def __str__(self) -> str:
        return f"{self.law}{self.article}"
