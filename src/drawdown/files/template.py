"""A small withdrawal to begin with: valid as it stands, ready to plan, to be overwritten."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from drawdown.files.filling import built_in_library
from drawdown.files.safe_writing import write_file
from drawdown.files.writing import write_commented
from drawdown.model import (
    Basis,
    Carrier,
    DisposalOption,
    Disposition,
    Fleet,
    Floor,
    Kind,
    Leg,
    Line,
    Milestone,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    RunMode,
    Source,
    Withdrawal,
)
from drawdown.words import Language

SITE, HOME, CHARTER = "Site", "Home", "Charter"


def template(path: str | os.PathLike[str], workbook: bool = False, language: str = "en") -> None:
    """Writes a small valid withdrawal: a folder with a README, or a workbook.

    Titles and comments are in the language; names of tables, columns and settings are not words.
    """
    words = Language(language)
    target = Path(path)
    if workbook and target.suffix.lower() != ".xlsx":
        target = target.with_name(target.name + ".xlsx")
    comments = words.say("template", "comments")
    write_commented(small_withdrawal(language), target, comments, built_in_library())
    if not workbook:
        write_file(target / "README.txt", words.say("template", "readme").encode("utf-8"))


def small_withdrawal(language: str = "en") -> Withdrawal:
    """One site, one home, one chartered aircraft, a few people and things."""
    words = Language(language)

    def say(key: str) -> str:
        return words.say("template", key)

    return Withdrawal(
        name="Small example",
        title=say("title"),
        parties=(say("host"), say("contingent")),
        agreement=say("agreement"),
        mode=RunMode.EXERCISE,
        languages=(words.code,),
        start_utc=day(1, 6),
        deadline_utc=day(1, 8),
        end_utc=day(16, 8),
        places=(
            Place(
                SITE,
                PlaceKind.SITE,
                title=say("site"),
                lat_deg=13.5,
                lon_deg=2.2,
                runway_length_m=3_000,
                runway_width_m=45,
                working_mog=1,
                parking_mog=2,
                hours=OpeningHours(5 * 60, 21 * 60),
                handling_kg_per_day=120_000,
                handling_people_per_day=400,
                last_wave_min=12 * 60,
            ),
            Place(
                HOME,
                PlaceKind.HOME,
                title=say("home"),
                in_country=False,
                lat_deg=49.4,
                lon_deg=7.6,
                runway_length_m=3_000,
                runway_width_m=45,
            ),
        ),
        lines=lines(say),
        carriers=(
            Carrier(
                CHARTER,
                Mode.AIR,
                payload_kg=45_000,
                speed_km_per_h=780,
                title=say("charter"),
                payload_by_km=((0, 45_000), (4_500, 45_000), (8_000, 20_000)),
                seats=80,
                positions=14.0,
                hold_length_m=25.0,
                hold_width_m=3.1,
                hold_height_m=2.4,
                load_min=180,
                unload_min=120,
                runway_length_m=2_500,
                runway_width_m=45,
                travel_min_per_day=16 * 60,
                crew_duty_min=16 * 60,
                crew_rest_min=10 * 60,
                cost_cents_per_lift=20_000_00,
                cost_cents_per_h=9_000_00,
            ),
        ),
        fleets=(Fleet(CHARTER, CHARTER, 1, HOME),),
        legs=(
            Leg(SITE, HOME, Mode.AIR, distance_km=4_016),
            Leg(HOME, SITE, Mode.AIR, distance_km=4_016),
        ),
        floors=(Floor(SITE, "security", 20),),
        milestones=(
            Milestone(
                "First half",
                due_utc=day(15, 7),
                basis=Basis.TONNES,
                amount=100_000,
                title=say("milestone"),
            ),
        ),
        disposals=(DisposalOption(Disposition.DONATE, SITE, kg_per_day=20_000),),
        exclusions=built_in_library().exclusions,
        sources=(Source("*", note=say("invented")),),
    )


def lines(say: Callable[[str], str]) -> tuple[Line, ...]:
    """Three lines of people, three of things."""
    donate = (Disposition.REDEPLOY, Disposition.DONATE)
    people, things = Kind.PEOPLE, Kind.THINGS
    return (
        Line("P-1", people, SITE, HOME, 120, 110, say("staff"), "staff", priority=1),
        Line("P-2", people, SITE, HOME, 40, 120, say("security"), "guard", "security", priority=1),
        Line("P-3", people, SITE, HOME, 12, 110, say("medical"), "staff", "medical", priority=1),
        Line("T-1", things, SITE, HOME, 60, 2_500, say("pallets"), "pallets",
             length_m=2.7, width_m=2.2, height_m=2.2, air_positions=1.0),
        Line("T-2", things, SITE, HOME, 8, 3_200, say("vehicles"), "vehicles", priority=2,
             length_m=5.0, width_m=2.0, height_m=2.0, air_positions=2.0, value_cents=30_000_00),
        Line("T-3", things, SITE, HOME, 30, 800, say("furniture"), "furniture", priority=5,
             length_m=1.2, width_m=1.0, height_m=1.5, air_positions=0.5, dispositions=donate,
             value_cents=400_00),
    )  # fmt: skip


def day(number: int, month: int) -> datetime:
    """A midnight of the example's year."""
    return datetime(2025, month, number, tzinfo=UTC)
