"""The columns of the parameters that are tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.vocabulary import LandClass, Source

Kind = Literal["text", "number", "share", "flag", "texts"]

PROVENANCE = ("document", "clause", "certainty")
"""What every row of a table in a pack may add about itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    One column of a table.

    Parameters
    ----------
    kind
        Type of its values.
    choices
        What a text may be; empty where free.
    required
        Whether every row has it; an absent value reads as ``None``.
    unit
        Unit of its numbers.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = True
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A table parameter.

    Parameters
    ----------
    fields
        Its columns.
    key
        Column by which a later layer replaces single rows; empty where it replaces the whole table.
    """

    fields: Mapping[str, Field]
    key: str = ""


_SOURCES = tuple(s.value for s in Source)
_USES = ("住房", "基础设施", "公共服务", "拆除", "复垦", "奖补", "就业", "偿还")
_CLASSES = tuple(c.value for c in LandClass)

TABLES: Mapping[str, Table] = {
    "quota.opening": Table(
        fields={
            "source": Field(kind="text", choices=_SOURCES),
            "land_class": Field(kind="text", choices=_CLASSES),
            "mu": Field(kind="number", unit="亩"),
            "period": Field(kind="text", required=False),
        }
    ),
    "quota.channels": Table(
        key="kind",
        fields={
            "kind": Field(kind="text"),
            "products": Field(kind="texts", choices=_SOURCES),
            "deep_poverty_only": Field(kind="flag"),
            "first_share": Field(kind="share"),
            "rest_months": Field(kind="number", unit="月"),
        },
    ),
    "quota.upgrades": Table(
        fields={
            "product": Field(kind="text", choices=_SOURCES),
            "from": Field(kind="text", choices=_CLASSES),
            "to": Field(kind="text", choices=_CLASSES),
            "cost": Field(kind="number", unit="万元/亩"),
            "months": Field(kind="number", unit="月"),
            "mu_per_period": Field(kind="number", unit="亩/期"),
        }
    ),
    "money.fund_kinds": Table(
        key="kind",
        fields={
            "kind": Field(kind="text"),
            "how": Field(kind="text", choices=("grant", "award", "loan", "self")),
            "houses": Field(kind="text", choices=("registered", "accompanying", "both")),
            "uses": Field(kind="texts", choices=_USES),
            "life_months": Field(kind="number", required=False, unit="月"),
            "per_registered_person": Field(kind="number", required=False, unit="万元/人"),
        },
    ),
}
