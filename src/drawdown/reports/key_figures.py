"""The four figures under the sentence: lifts, cost, bound, and what the judge says."""

from dataclasses import dataclass

from drawdown.model import Severity
from drawdown.reports.case import Case
from drawdown.rules import RULES


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A label, a figure with its unit, and what stands below it; ``status`` is a mark."""

    label: str
    value: str
    unit: str
    details: tuple[str, ...]
    status: str = ""


def key_figures(case: Case) -> list[KeyFigure]:
    return [lift_figure(case), cost_figure(case), bound_figure(case), judge_figure(case)]


def lift_figure(case: Case) -> KeyFigure:
    """Loaded lifts, by carrier; how many there are with the empty runs that they need."""
    manifest, language = case.figures.manifest, case.language
    loaded = [lift for lift in manifest.lifts if manifest.is_loaded(lift)]
    by_carrier: dict[str, int] = {}
    for lift in loaded:
        title = case.carrier(lift.fleet)
        by_carrier[title] = by_carrier.get(title, 0) + 1
    most_first = sorted(by_carrier.items(), key=lambda item: (-item[1], item[0]))
    carriers = [f"{language.number(n)} {title}" for title, n in most_first]
    whole = case.say("figure.all_lifts", n=len(manifest.lifts))
    return KeyFigure(case.say("figure.lifts"), language.number(len(loaded)), "", (*carriers, whole))


def cost_figure(case: Case) -> KeyFigure:
    """The cost and its largest terms."""
    outcome, language = case.figures.outcome, case.language
    value, unit = amount_and_unit(language.money(outcome.cost_cents, 2))
    largest = sorted(outcome.terms_cents.items(), key=lambda item: -item[1])[:3]
    terms = ", ".join(
        f"{language.say('terms', term)} {language.money(cents, 2)}"
        for term, cents in largest
        if cents
    )
    return KeyFigure(case.say("figure.cost"), value, unit, (terms,) if terms else ())


def bound_figure(case: Case) -> KeyFigure:
    """By how much the cost could at most be beaten, and how long the planner looked."""
    outcome, language = case.figures.outcome, case.language
    proven = outcome.bound_cents > 0
    bound = language.money(outcome.bound_cents, 2)
    details = (
        case.say("figure.bound", bound=bound) if proven else case.say("figure.no_bound"),
        case.say(
            "figure.search",
            seconds=language.number(outcome.seconds, 1), seed=str(outcome.seed),
            limit=limit_words(case, outcome.limit),
            planner=language.say("terminal", f"planner.{outcome.planner}"),
        ),
    )  # fmt: skip
    gap = language.share(outcome.gap, 1) if proven else "–"
    return KeyFigure(case.say("figure.gap"), gap, "", details)


def cost_title(case: Case) -> str:
    """The cost against its bound, if one is proven."""
    outcome, language = case.figures.outcome, case.language
    cost = language.money(outcome.cost_cents, 2)
    if outcome.bound_cents <= 0:
        return case.say("cost.title.alone", cost=cost)
    if outcome.bound_cents >= outcome.cost_cents:
        return case.say("cost.title.least", cost=cost)
    return case.say("cost.title", cost=cost, bound=language.money(outcome.bound_cents, 2))


def limit_words(case: Case, limit: str) -> str:
    """``seconds 30`` and ``effort 3`` in words; another limit stands as it is."""
    name, _, amount = limit.partition(" ")
    if case.language.knows("report", f"limit.{name}") and amount:
        return case.say(f"limit.{name}", amount=amount)
    return limit or case.say("limit.none")


def judge_figure(case: Case) -> KeyFigure:
    """Breaches, the rules that hold, and what is short."""
    figures, language = case.figures, case.language
    breaches = figures.count(Severity.BREACH)
    value, unit = count_and_noun(language.count("breach", breaches))
    broken = {finding.rule for finding in figures.outcome.findings}
    holding = sum(rule not in broken for rule in RULES)
    details = [case.say("figure.rules", n=holding, all=len(RULES))]
    for severity in (Severity.SHORTFALL, Severity.NOTICE):
        if count := figures.count(severity):
            details.append(language.count(severity.value, count))
    short = figures.count(Severity.SHORTFALL)
    status = "late" if breaches else "risk" if short else "done"
    return KeyFigure(case.say("figure.judge"), value, unit, tuple(details), status)


def amount_and_unit(money: str) -> tuple[str, str]:
    """``11.84 M€`` in two, at its last space, so that the figure can stand large."""
    cut = max(money.rfind(space) for space in (" ", "\u202f", "\u00a0"))
    return money[:cut], money[cut + 1 :]


def count_and_noun(words: str) -> tuple[str, str]:
    """``1 204 breaches`` in two, at its first plain space: those within a number are narrow."""
    value, _, noun = words.partition(" ")
    return value, noun
