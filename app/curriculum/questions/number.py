"""A number, perhaps with a unit, marked by the machine. A wrong unit or plain words mean "ask again", never "wrong"."""

from collections.abc import Collection
from decimal import Decimal

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.numbers import (
    DECIMALS,
    NoNumber,
    TwoMeanings,
    is_known,
    known_unit,
    read_quantity,
    read_target,
    written,
)
from app.curriculum.page import Page
from app.curriculum.questions.kind import Facts, QuestionType, RawQuestion, Sent, Value, no_letters

MOST = 60
HARMLESS = ("euro", "€", "-", "euros")  # after a bare number


def facts(raw: RawQuestion, page: Page, units: Collection[str]) -> Facts | None:
    line, text = raw.fields.get("answer", (0, ""))
    if not text:
        return None
    try:
        target = read_target(text, page.language)
    except TwoMeanings as error:
        page.wrong("Q10", line, text=str(error), sign=DECIMALS[page.language])
    except NoNumber:
        page.wrong("Q09", line, text=text)
    except ArithmeticError:
        page.wrong("Q12", line, text=text)
    else:
        if not is_known(target.unit, units):
            page.wrong("Q11", line, unit=target.unit, known=" ".join(units))
        value = None if target.value is None else str(target.value)
        return {"value": value, "low": str(target.low), "high": str(target.high), "unit": target.unit}
    return {}  # there is an answer, though it could not be read


def read(key: QuestionKey, sent: Sent, language: str) -> Value:
    typed = " ".join(sent.get("answer", [])).split()
    text = " ".join([*typed, *" ".join(sent.get("unit", [])).split()])
    if not typed:  # a unit that stands there by itself is no answer
        raise RuleBroken("answer", N_("Write a number."))
    try:
        number, unit = read_quantity(text[:MOST], language)
    except TwoMeanings:
        sign = DECIMALS[language]
        message = N_(
            "%(text)s can mean two things. Write thousands without a sign, and use %(sign)s only for decimals."
        )
        raise RuleBroken("answer", message, text=text[:MOST], sign=sign) from None
    except NoNumber:
        message = N_("We could not read a number in “%(text)s”. Write it in digits, like %(example)s.")
        raise RuleBroken("answer", message, text=text[:MOST], example=_example(key, language)) from None
    return {"number": str(number), "unit": _unit(key, number, unit, language)}


def _unit(key: QuestionKey, number: Decimal, unit: str, language: str) -> str:
    wanted: str = key.facts["unit"]
    if not unit or unit == wanted:
        return wanted
    if not wanted and unit.lower() in HARMLESS:
        return ""
    read_as = written(number, language)
    if wanted:
        message = N_("We read %(number)s and “%(unit)s”. Give your answer in %(wanted)s.")
        raise RuleBroken("answer", message, number=read_as, unit=unit, wanted=wanted)
    message = N_("We read %(number)s and “%(unit)s”. Write only the number.")
    raise RuleBroken("answer", message, number=read_as, unit=unit)


def _example(key: QuestionKey, language: str) -> str:
    return written(Decimal("12"), language, key.facts["unit"])


def share(key: QuestionKey, value: Value) -> float:
    return float(Decimal(key.facts["low"]) <= Decimal(value["number"]) <= Decimal(key.facts["high"]))


def shown(_: QuestionKey, value: Value, language: str) -> str:
    if "low" in value:
        low, high = (written(Decimal(value[end]), language) for end in ("low", "high"))
        return f"{low} – {high} {value['unit']}".rstrip()
    return written(Decimal(value["number"]), language, known_unit(value["unit"]))


def right(key: QuestionKey) -> Value:
    """One number, or the range when the author gave one."""
    if key.facts["value"] is None:
        return {"low": key.facts["low"], "high": key.facts["high"], "unit": key.facts["unit"]}
    return {"number": key.facts["value"], "unit": key.facts["unit"]}


TYPE = QuestionType("number", None, frozenset({"answer"}), 1, False, facts, read, share, no_letters, shown, right)
