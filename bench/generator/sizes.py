"""The sizes that a generated withdrawal can have, and the carriers that fit each."""

from dataclasses import dataclass

from drawdown.model import Carrier, Mode


@dataclass(frozen=True, slots=True)
class Means:
    """What carries: ``tactical`` and ``convoy`` to hubs and ports, the others from there home."""

    tactical: Carrier
    convoy: Carrier
    heavy: Carrier
    charter: Carrier
    ship: Carrier

    @property
    def all(self) -> tuple[Carrier, ...]:
        """In the order in which they stand in the table."""
        return (self.tactical, self.convoy, self.heavy, self.charter, self.ship)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is. Pairs are the least and the most, of which a seed draws one.

    ``people`` and pieces are those who leave, without those who come in to help. ``*_per_line``
    is the most that stands in one line. ``days`` run from the start to the deadline, and
    ``days_after`` from there to the end. Distances are in km, along straight lines. Where it is
    ``sparse``, a seed leaves out some of the means and rules.
    """

    sites: tuple[int, int]
    hubs: tuple[int, int]
    ports: int
    homes: int
    days: tuple[int, int]
    days_after: int
    people: tuple[int, int]
    containers: tuple[int, int]
    vehicles: tuple[int, int]
    roles: int
    kinds: tuple[int, int]
    people_per_line: int
    pieces_per_line: int
    site_km: tuple[int, int]
    home_km: tuple[int, int]
    sea_h: tuple[int, int]
    last_wave_h: int
    means: Means
    sparse: bool = False


# Figures of the order of the real ones, in round numbers: these are nobody's aircraft.
FULL = Means(
    tactical=Carrier(
        "Turboprop", Mode.AIR, 19_000, 530, "Tactical transport, four turboprops",
        payload_by_km=((0, 19_000), (3300, 16_000), (6000, 0)), seats=90, positions=6.0,
        hold_length_m=16.5, hold_width_m=3.0, hold_height_m=2.7, load_min=105, unload_min=75,
        runway_length_m=950, runway_width_m=20, travel_min_per_day=720, crew_duty_min=960,
        crew_rest_min=720, cost_cents_per_h=500_000,
    ),
    convoy=Carrier(
        "Convoy", Mode.ROAD, 900_000, 30, "Escorted convoy, 60 slots", seats=120, positions=60.0,
        hold_length_m=12.5, hold_width_m=3.1, hold_height_m=3.6, load_min=480, unload_min=480,
        cost_cents_per_lift=4_500_000, cost_cents_per_h=120_000,
    ),
    heavy=Carrier(
        "Heavy jet", Mode.AIR, 77_000, 780, "Heavy transport, four jets",
        payload_by_km=((0, 77_000), (4600, 59_000), (9000, 0)), seats=100, positions=18.0,
        hold_length_m=26.0, hold_width_m=5.4, hold_height_m=3.7, load_min=135, unload_min=90,
        mog_spots=2, runway_length_m=1100, runway_width_m=28, travel_min_per_day=840,
        crew_duty_min=1080, crew_rest_min=720, cost_cents_per_h=970_000,
    ),
    charter=Carrier(
        "Charter", Mode.AIR, 18_000, 750, "Passenger charter, twin jet", seats=150, positions=2.0,
        hold_length_m=2.4, hold_width_m=1.5, hold_height_m=1.1, load_min=60, unload_min=45,
        runway_length_m=2000, runway_width_m=30, travel_min_per_day=840, crew_duty_min=900,
        crew_rest_min=660, cost_cents_per_lift=400_000, cost_cents_per_h=550_000,
    ),
    ship=Carrier(
        "Ship", Mode.SEA, 9_000_000, 28, "Ro-ro ship, 600 slots", positions=600.0,
        hold_length_m=200.0, hold_width_m=12.0, hold_height_m=5.0, load_min=1440, unload_min=1440,
        cost_cents_per_lift=2_500_000, cost_cents_per_h=90_000,
    ),
)  # fmt: skip

# The same in the small, so that a few lifts carry all of a tiny withdrawal.
FEW = Means(
    tactical=Carrier(
        "Plane", Mode.AIR, 19_000, 300, "Small transport aircraft",
        payload_by_km=((0, 19_000), (2000, 12_000)), seats=6, positions=6.0, hold_length_m=16.5,
        hold_width_m=3.0, hold_height_m=2.7, load_min=60, unload_min=30, runway_length_m=950,
        runway_width_m=20, travel_min_per_day=480, crew_duty_min=720, crew_rest_min=480,
        cost_cents_per_h=200_000,
    ),
    convoy=Carrier(
        "Convoy", Mode.ROAD, 60_000, 40, "Small convoy", seats=6, positions=4.0,
        hold_length_m=12.5, hold_width_m=3.1, hold_height_m=3.6, load_min=120, unload_min=120,
        cost_cents_per_lift=100_000, cost_cents_per_h=20_000,
    ),
    heavy=Carrier(
        "Jet", Mode.AIR, 60_000, 600, "Transport jet", seats=8, positions=9.0, hold_length_m=26.0,
        hold_width_m=5.4, hold_height_m=3.7, load_min=120, unload_min=60, mog_spots=2,
        runway_length_m=1100, runway_width_m=28, crew_duty_min=960, crew_rest_min=480,
        cost_cents_per_h=500_000,
    ),
    charter=Carrier(
        "Charter", Mode.AIR, 3000, 600, "Small charter", seats=10, load_min=30, unload_min=30,
        runway_length_m=1500, crew_duty_min=960, crew_rest_min=480, cost_cents_per_lift=100_000,
        cost_cents_per_h=100_000,
    ),
    ship=Carrier(
        "Boat", Mode.SEA, 150_000, 30, "Landing craft", positions=8.0, load_min=240,
        unload_min=240, cost_cents_per_lift=300_000, cost_cents_per_h=10_000,
    ),
)  # fmt: skip

SIZES = {
    # So small that mostly every plan of it can be tried.
    "least": Size(
        sites=(1, 1), hubs=(0, 1), ports=0, homes=1, days=(4, 5), days_after=1, people=(2, 3),
        containers=(1, 1), vehicles=(0, 1), roles=2, kinds=(2, 2), people_per_line=9,
        pieces_per_line=3, site_km=(60, 160), home_km=(700, 1100), sea_h=(18, 30), last_wave_h=6,
        means=FEW, sparse=True,
    ),
    "tiny": Size(
        sites=(1, 2), hubs=(0, 1), ports=0, homes=1, days=(6, 10), days_after=1, people=(4, 9),
        containers=(1, 3), vehicles=(1, 2), roles=2, kinds=(2, 3), people_per_line=9,
        pieces_per_line=3, site_km=(60, 160), home_km=(700, 1100), sea_h=(18, 30), last_wave_h=6,
        means=FEW, sparse=True,
    ),
    "small": Size(
        sites=(2, 2), hubs=(1, 1), ports=1, homes=1, days=(120, 120), days_after=10,
        people=(950, 950), containers=(150, 150), vehicles=(120, 120), roles=10, kinds=(6, 10),
        people_per_line=500, pieces_per_line=200, site_km=(300, 700), home_km=(3800, 4300),
        sea_h=(200, 260), last_wave_h=24, means=FULL,
    ),
    "mid": Size(
        sites=(4, 4), hubs=(1, 1), ports=1, homes=1, days=(120, 120), days_after=14,
        people=(4000, 4000), containers=(1500, 1500), vehicles=(1000, 1000), roles=10,
        kinds=(6, 10), people_per_line=500, pieces_per_line=200, site_km=(300, 700),
        home_km=(3800, 4300), sea_h=(200, 260), last_wave_h=24, means=FULL,
    ),
    "big": Size(
        sites=(12, 12), hubs=(2, 2), ports=1, homes=2, days=(180, 180), days_after=14,
        people=(13_000, 13_000), containers=(5500, 5500), vehicles=(4000, 4000), roles=10,
        kinds=(6, 10), people_per_line=500, pieces_per_line=200, site_km=(300, 700),
        home_km=(3800, 4300), sea_h=(200, 260), last_wave_h=24, means=FULL,
    ),
    "huge": Size(
        sites=(120, 120), hubs=(20, 20), ports=10, homes=4, days=(180, 180), days_after=14,
        people=(130_000, 130_000), containers=(55_000, 55_000), vehicles=(40_000, 40_000),
        roles=10, kinds=(8, 10), people_per_line=11, pieces_per_line=5, site_km=(300, 700),
        home_km=(3800, 4300), sea_h=(200, 260), last_wave_h=24, means=FULL,
    ),
}  # fmt: skip
