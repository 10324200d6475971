"""The tables of a withdrawal: their columns, units, limits and what a blank cell means.

Reading, writing, the template and ``docs/formats.md`` all follow from these definitions.
"""

from drawdown.files.cells import Column, Table
from drawdown.files.number_cells import (
    Amount,
    Money,
    MoneyList,
    PayloadPoints,
    Percent,
    Real,
    Share,
    Whole,
)
from drawdown.files.text_cells import (
    Choice,
    Choices,
    Code,
    FolderName,
    Icao,
    Key,
    Reference,
    References,
    Text,
    Texts,
    WayBack,
    YesNo,
    YesNoEmpty,
    Zone,
)
from drawdown.files.time_cells import Daytime, Duration, Edge, Instant, Windows
from drawdown.model import Basis, ChangedTable, Disposition, Kind, Mode, PlaceKind, Prices, RunMode

LATITUDE, LONGITUDE = Real(-90, 90), Real(-180, 180)
KG = Whole(0, 1_000_000_000)
SIZE_M = Real(0.001, 1_000)
RUNWAY_M = Whole(1, 10_000)
PEOPLE = Whole(0, 1_000_000)
BEGIN, LIMIT = Instant(Edge.BEGIN), Instant(Edge.LIMIT)
MODES = Choices(tuple(Mode))
MOST_DAYS = 1_000
MOST_VARIANTS = 100
PASSENGERS = "passengers"
DISPOSALS = tuple(way for way in Disposition if way is not Disposition.REDEPLOY)
PRICES = Prices()

WITHDRAWAL = Table(
    "withdrawal",
    (
        Column("name", Key()),
        Column("title", Text(), default=""),
        Column("parties", Texts(), default=()),
        Column("agreement", Text(), default=""),
        Column("start_utc", BEGIN, required=True),
        Column("deadline_utc", LIMIT, required=True),
        Column("end_utc", LIMIT),
        Column("languages", Texts(), default=("en",)),
        Column("marking", Text(), default=""),
        Column("mode", Choice(tuple(RunMode)), default=RunMode.REAL),
    ),
    key=(),
    required=True,
)

PRICE_LIST = Table(
    "prices",
    tuple(
        Column(name, kind, default=getattr(PRICES, attribute), unit=unit, attribute=attribute)
        for name, kind, unit, attribute in (
            (
                "late_person_eur_per_night",
                Money(),
                "€ per person and night",
                "late_person_per_night",
            ),
            ("late_t_eur_per_night", Money(), "€ per t and night", "late_t_per_night"),
            ("late_piece_eur_per_night", Money(), "€ per piece and night", "late_piece_per_night"),
            ("late_site_eur_per_night", Money(), "€ per site and night", "late_site_per_night"),
            ("left_person_eur", Money(), "€ per person", "left_person"),
            ("left_eur_per_kg", MoneyList(), "€ per kg, five prices", "left_kg"),
            (
                "exposure_eur_per_person_night",
                Money(),
                "€ per person and night",
                "exposure_per_person_night",
            ),
            ("handling_eur_per_t", Money(), "€ per t", "handling_per_t"),
            ("fragment_eur", Money(), "€ per fragment", "fragment"),
            ("change_eur", Money(), "€ per change", "change"),
        )
    ),
    key=(),
)

PLACES = Table(
    "places",
    (
        Column("place", Key(), required=True, attribute="name"),
        Column("title", Text(), default=""),
        Column("kind", Choice(tuple(PlaceKind)), required=True),
        Column("in_country", YesNo()),
        Column("icao", Icao(), default=""),
        Column("lat_deg", LATITUDE, unit="°", filled=True),
        Column("lon_deg", LONGITUDE, unit="°", filled=True),
        Column("runway_length_m", RUNWAY_M, unit="m", filled=True),
        Column("runway_width_m", RUNWAY_M, unit="m", filled=True),
        Column("working_mog", Whole(0, 1_000), unit="spots"),
        Column("parking_mog", Whole(0, 10_000), unit="spots"),
        Column("open_from", Daytime(), unit="local time"),
        Column("open_until", Daytime(), unit="local time"),
        Column("open_zone", Zone(), default="UTC"),
        Column("handling_kg_per_day", KG, unit="kg per day"),
        Column("handling_people_per_day", PEOPLE, unit="people per day"),
        Column("handling_kg_per_day_per_handler", KG, default=0, unit="kg per day and handler"),
        Column("handler_role", Code(), default=""),
        Column("beds", PEOPLE, unit="people"),
        Column("storage_kg", KG, unit="kg"),
        Column("handover_utc", LIMIT),
        Column("closes_after", References("places"), default=()),
        Column("last_wave_h", Duration(), default=0, unit="h", attribute="last_wave_min"),
        Column("threat_percent", Percent(10_000), default=100, unit="%"),
    ),
    key=("place",),
    required=True,
)

LINES = Table(
    "lines",
    (
        Column("line", Key(), required=True, attribute="name"),
        Column("title", Text(), default=""),
        Column("kind", Choice(tuple(Kind)), required=True),
        Column("category", Code(), default=""),
        Column("origin", Reference("places"), required=True),
        Column("destination", Reference("places"), required=True),
        Column("count", Whole(1, 1_000_000), required=True, unit="people or pieces"),
        Column("unit_mass_kg", Whole(1, 10_000_000), required=True, unit="kg"),
        Column("length_m", SIZE_M, unit="m"),
        Column("width_m", SIZE_M, unit="m"),
        Column("height_m", SIZE_M, unit="m"),
        Column("air_positions", Real(0, 10_000), default=0.0, unit="positions"),
        Column("surface_positions", Real(0, 10_000), default=0.0, unit="positions"),
        Column("role", Code(), default=""),
        Column("helper", YesNo(), default=False),
        Column("arrives_utc", BEGIN),
        Column("ready_utc", BEGIN),
        Column("latest_utc", LIMIT),
        Column("priority", Whole(1, 5), default=3),
        Column("hazard", Code(), default=""),
        Column("modes", MODES, default=frozenset(Mode)),
        Column(
            "dispositions",
            Choices(tuple(Disposition), ordered=True),
            default=(Disposition.REDEPLOY,),
        ),
        Column("value_eur", Money(), default=0, unit="€ per piece", attribute="value_cents"),
        Column("predecessors", References("lines"), default=()),
        Column("gates", References("gates"), default=()),
    ),
    key=("line",),
    required=True,
)

CARRIERS = Table(
    "carriers",
    (
        Column("carrier", Key(), required=True, attribute="name"),
        Column("title", Text(), default="", filled=True),
        Column("mode", Choice(tuple(Mode)), required=True, filled=True),
        Column("payload_kg", Whole(1, 1_000_000_000), required=True, unit="kg", filled=True),
        Column("payload_by_km", PayloadPoints(), default=(), unit="km:kg", filled=True),
        Column("seats", PEOPLE, default=0, unit="people", filled=True),
        Column("positions", Real(0, 1_000_000), default=0.0, unit="positions", filled=True),
        Column("hold_length_m", SIZE_M, unit="m", filled=True),
        Column("hold_width_m", SIZE_M, unit="m", filled=True),
        Column("hold_height_m", SIZE_M, unit="m", filled=True),
        Column("speed_km_per_h", Whole(1, 10_000), required=True, unit="km/h", filled=True),
        Column("load_h", Duration(), default=0, unit="h", attribute="load_min", filled=True),
        Column("unload_h", Duration(), default=0, unit="h", attribute="unload_min", filled=True),
        Column("mog_spots", Whole(1, 100), default=1, unit="spots", filled=True),
        Column("runway_length_m", RUNWAY_M, unit="m", filled=True),
        Column("runway_width_m", RUNWAY_M, unit="m", filled=True),
        Column(
            "travel_h_per_day",
            Duration(1, 24),
            unit="h per day",
            attribute="travel_min_per_day",
            filled=True,
        ),
        Column("crew_duty_h", Duration(1), unit="h", attribute="crew_duty_min", filled=True),
        Column(
            "crew_rest_h", Duration(), default=0, unit="h", attribute="crew_rest_min", filled=True
        ),
        Column(
            "cost_eur_per_lift",
            Money(),
            default=0,
            unit="€ per lift",
            attribute="cost_cents_per_lift",
            filled=True,
        ),
        Column(
            "cost_eur_per_h",
            Money(),
            default=0,
            unit="€ per h",
            attribute="cost_cents_per_h",
            filled=True,
        ),
    ),
    key=("carrier",),
)

FLEET = Table(
    "fleet",
    (
        Column("fleet", Key(), required=True, attribute="name"),
        Column("carrier", Reference("carriers"), required=True),
        Column("count", Whole(1, 10_000), required=True, unit="tails"),
        Column("base", Reference("places"), required=True),
        Column("from_utc", BEGIN),
        Column("until_utc", LIMIT),
    ),
    key=("fleet",),
)

LEGS = Table(
    "legs",
    (
        Column("origin", Reference("places"), required=True),
        Column("destination", Reference("places"), required=True),
        Column("mode", Choice(tuple(Mode)), required=True),
        Column("distance_km", Whole(1, 40_000), unit="km"),
        Column("travel_h", Duration(1), unit="h", attribute="travel_min"),
        Column("windows", Windows(), default=()),
        Column("runs_per_day", Whole(0, 10_000), unit="runs per day"),
        Column("empty_only", YesNo(), default=False),
        Column("both_ways", YesNoEmpty(), default=WayBack.NO),
    ),
    key=("origin", "destination", "mode"),
)

FLOORS = Table(
    "floors",
    (
        Column("place", Reference("places"), required=True),
        Column("role", Code(), required=True),
        Column("people", Whole(1, 1_000_000), required=True, unit="people"),
        Column("from_utc", BEGIN),
        Column("until_utc", LIMIT),
    ),
    key=("place", "role", "from_utc"),
)

GATES = Table(
    "gates",
    (
        Column("gate", Key(), required=True, attribute="name"),
        Column("place", Reference("places"), required=True),
        Column("kg_per_day", KG, unit="kg per day"),
        Column("people_per_day", PEOPLE, unit="people per day"),
        Column("kg_per_day_per_handler", KG, default=0, unit="kg per day and handler"),
        Column("handler_role", Code(), default=""),
        Column("from_utc", BEGIN),
        Column("until_utc", LIMIT),
    ),
    key=("gate",),
)

MILESTONES = Table(
    "milestones",
    (
        Column("milestone", Key(), required=True, attribute="name"),
        Column("title", Text(), default=""),
        Column("due_utc", LIMIT, required=True),
        Column("basis", Choice(tuple(Basis)), required=True),
        Column("amount", Amount(), unit="people, t, pieces or sites"),
        Column("share", Share()),
        Column("places", References("places"), default=()),
        Column("helpers", YesNo(), default=False),
        Column("agreed", YesNo(), default=True),
    ),
    key=("milestone",),
)

DISPOSITIONS = Table(
    "dispositions",
    (
        Column("disposition", Choice(DISPOSALS), required=True),
        Column("place", Reference("places"), default=""),
        Column("kg_per_day", KG, unit="kg per day"),
        Column("cost_eur_per_t", Money(), default=0, unit="€ per t", attribute="cost_cents_per_t"),
        Column("value_lost_percent", Percent(), default=100, unit="%"),
        Column("from_utc", BEGIN),
        Column("until_utc", LIMIT),
    ),
    key=("disposition", "place"),
)

SEGREGATION = Table(
    "segregation",
    (
        Column("first", Code(), required=True),
        Column("second", Code(), required=True),
        Column("modes", MODES, default=frozenset(Mode)),
    ),
    key=("first", "second"),
)

SOURCES = Table(
    "sources",
    (
        Column("table", Code(), required=True),
        Column("key", Code(), default="*"),
        Column("column", Code(), default="*"),
        Column("source", Text(), default="", attribute="text"),
        Column("url", Text(), default=""),
        Column("note", Text(), default=""),
    ),
    key=(),
)

TRANSLATIONS = Table(
    "translations",
    (
        Column("title", Text(), required=True),
        Column("lang", Code(), required=True, attribute="language"),
        Column("said", Text(), required=True),
    ),
    key=("title", "lang"),
)

VARIANTS = Table(
    "variants",
    (
        Column("variant", FolderName(), required=True, attribute="name"),
        Column("title", Text(), default=""),
        Column("table", Choice(tuple(ChangedTable)), required=True),
        Column("key", Text(), default=""),
        Column("column", Code(), required=True),
        Column("value", Text(), default=""),
    ),
    key=(),
)

TABLES = (
    PLACES,
    LINES,
    CARRIERS,
    FLEET,
    LEGS,
    FLOORS,
    GATES,
    MILESTONES,
    DISPOSITIONS,
    SEGREGATION,
    SOURCES,
    TRANSLATIONS,
    VARIANTS,
)
