"""`drawdown check`: a withdrawal without fault, or a plan judged by every rule."""

from collections.abc import Sequence
from pathlib import Path

from drawdown.cli.conclusion import FINDINGS, FINE
from drawdown.cli.fault_list import fault_data, show_faults
from drawdown.cli.judgement_view import show_cost, show_findings, show_milestones, verdict
from drawdown.cli.screen import Column, Screen, seconds, shell_word
from drawdown.model import Place, PlaceKind, Withdrawal
from drawdown.words import Language


def check_screen(
    screen: Screen,
    path: Path,
    plan_path: Path | None,
    base_path: Path | None,
    as_json: bool,
    what_if: str = "",
) -> int:
    """Check a withdrawal or a variant of it, or judge a plan for it."""
    if plan_path is not None:
        return plan_judged(screen, path, plan_path, base_path, as_json, what_if)
    if base_path is not None:
        from drawdown.actions.refusal import Refused

        raise Refused("base_without_plan")
    return withdrawal_checked(screen, path, as_json, what_if)


# --- a plan ---------------------------------------------------------------------------------------


def plan_judged(
    screen: Screen,
    path: Path,
    plan_path: Path,
    base_path: Path | None,
    as_json: bool,
    what_if: str,
) -> int:
    """Every finding, what the plan costs, and the dates it keeps."""
    from drawdown.actions.checking import check_plan
    from drawdown.actions.outcome_record import judgement_record

    language = screen.language
    judgement = check_plan(path, plan_path, base_path, what_if)
    code = FINE if judgement.is_fine else FINDINGS
    if as_json:
        record = judgement_record(judgement, [language])
        screen.json(record | {"warnings": [fault_data(w, language) for w in judgement.warnings]})
        return code
    title = language.names(judgement.withdrawal).title
    screen.head(
        judgement.withdrawal,
        language.say(
            "terminal", "check.plan.head", withdrawal=title, plan=plan_path.name,
            seconds=seconds(language, judgement.seconds),
            lifts=language.lifts(judgement.plan.lifts),
        ),
    )  # fmt: skip
    screen.say(verdict(language, judgement.findings, judgement.rules), "finding")
    show_findings(screen, judgement.withdrawal, judgement.findings)
    show_milestones(screen, judgement.withdrawal, judgement.milestones)
    show_cost(screen, judgement.terms)
    show_faults(screen, judgement.warnings, most=5)
    if not judgement.is_fine:
        screen.next(f"plan {shell_word(path)}")
    return code


# --- a withdrawal ---------------------------------------------------------------------------------


def withdrawal_checked(screen: Screen, path: Path, as_json: bool, what_if: str) -> int:
    """What there is to withdraw, and what is worth knowing about the figures."""
    from drawdown.actions.checking import check_withdrawal

    language = screen.language
    checked = check_withdrawal(path, what_if)
    withdrawal, warnings = checked.withdrawal, checked.warnings
    if as_json:
        screen.json(
            withdrawal_data(withdrawal) | {"warnings": [fault_data(w, language) for w in warnings]}
        )
        return FINE
    screen.head(
        withdrawal,
        language.say(
            "terminal", "check.head", withdrawal=language.names(withdrawal).title,
            seconds=seconds(language, checked.seconds),
        ),
    )  # fmt: skip
    screen.say(withdrawal_sentence(language, withdrawal, len(warnings)), "finding")
    show_places(screen, withdrawal)
    screen.gap()
    assumed = sum(not source.text for source in withdrawal.sources)
    if withdrawal.sources:
        screen.say(
            language.say(
                "terminal", "check.sources", n=assumed, sourced=len(withdrawal.sources) - assumed
            )
        )
    names = [variant.name for variant in withdrawal.variants]
    if names:
        listed = language.listed(names)
        screen.say(language.say("terminal", "check.variants", n=len(names), names=listed))
    show_faults(screen, warnings)
    screen.next(*next_commands(shell_word(path), shell_word(what_if) if what_if else "", names))
    return FINE


def next_commands(path: str, what_if: str, variants: Sequence[str]) -> list[str]:
    """How to plan what was checked, and its variants."""
    if what_if:
        return [f"plan {path} --what-if {what_if}"]
    return [f"plan {path}"] + [f"plan {path} --what-if all"] * bool(variants)


def withdrawal_sentence(language: Language, withdrawal: Withdrawal, warnings: int) -> str:
    """How many people and tonnes are to leave how many sites by when."""
    people = sum(line.count for line in withdrawal.lines if line.is_people)
    kg = sum(line.mass_kg for line in withdrawal.lines if not line.is_people)
    sites = sum(place.kind is PlaceKind.SITE for place in withdrawal.places)
    found = language.count("warning", warnings) if warnings else ""
    key = "check.sentence.warnings" if warnings else "check.sentence"
    return language.say(
        "terminal", key,
        people=language.count("person", people), mass=language.tonnes(kg, 0),
        lines=language.count("line", len(withdrawal.lines)), sites=language.count("site", sites),
        deadline=language.limit_date(withdrawal.deadline_utc), warnings=found, n=people,
    )  # fmt: skip


def show_places(screen: Screen, withdrawal: Withdrawal) -> None:
    """For each place from which something leaves: people, tonnes, its MOG and its handover."""
    language = screen.language
    columns = [
        Column(
            language.say("terminal", f"column.{name}"),
            right=name != "place",
            folds=name == "place",
        )
        for name in ("place", "people", "t", "mog", "handover")
    ]
    origins = {line.origin for line in withdrawal.lines}
    places = [place for place in withdrawal.places if place.name in origins]
    screen.gap()
    screen.table(columns, [place_row(language, withdrawal, place) for place in places])


def place_row(language: Language, withdrawal: Withdrawal, place: Place) -> tuple[str, ...]:
    """One place from which something leaves."""
    lines = [line for line in withdrawal.lines if line.origin == place.name]
    people = sum(line.count for line in lines if line.is_people)
    kg = sum(line.mass_kg for line in lines if not line.is_people)
    return (
        language.names(withdrawal).place(place.name),
        language.number(people),
        language.number(kg / 1000, 1),
        "–" if place.working_mog is None else language.number(place.working_mog),
        "–" if place.handover_utc is None else language.limit_day(place.handover_utc),
    )


def withdrawal_data(withdrawal: Withdrawal) -> dict[str, object]:
    """What there is to withdraw, as data."""
    lines = withdrawal.lines
    return {
        "withdrawal": withdrawal.name,
        "title": withdrawal.title,
        "mode": withdrawal.mode.value,
        "deadline": withdrawal.deadline_utc.strftime("%Y-%m-%dT%H:%MZ"),
        "places": len(withdrawal.places),
        "lines": len(lines),
        "people": sum(line.count for line in lines if line.is_people),
        "kg": sum(line.mass_kg for line in lines if not line.is_people),
        "assumptions": sum(not source.text for source in withdrawal.sources),
        "variants": [variant.name for variant in withdrawal.variants],
    }
