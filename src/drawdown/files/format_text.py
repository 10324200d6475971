# ruff: noqa: E501  (a row of a table in Markdown is one line)
"""The sentences of ``docs/formats.md`` that no definition can give."""

from drawdown.files.csv_file import FIELD_CHARACTERS
from drawdown.files.faults import MOST_FAULTS
from drawdown.files.folder import MOST_BYTES
from drawdown.files.number_cells import NUMBER_CHARACTERS
from drawdown.files.raw_table import MOST_COLUMNS, MOST_ROWS
from drawdown.files.text_cells import KEY_CHARACTERS, LIST_ITEMS, TEXT_CHARACTERS
from drawdown.files.time_cells import FIRST_YEAR, LAST_YEAR
from drawdown.files.withdrawal_tables import MOST_DAYS, MOST_VARIANTS
from drawdown.files.workbook_guard import (
    MOST_CELLS,
    MOST_ENTRIES,
    MOST_RATIO,
    MOST_SHEET_COLUMNS,
    MOST_UNPACKED,
)

HEAD = """
# File formats

How a withdrawal and a plan are written down. From this page alone one can write a reader, a
generator or a checker. What the numbers mean for a plan is in `rules.md`.

This page is made from the definitions that the program reads with:
`python -m drawdown.files.format_page docs/formats.md`. A test holds the two together.
"""

FILES = f"""
## 1. Files

A **withdrawal** is a folder or a workbook. The folder holds `withdrawal.toml` and one CSV file for
each table, `places.csv`, `lines.csv` and so on. The workbook (`.xlsx`, `.xlsm`) holds one sheet for each
table, and a sheet `withdrawal` with the columns `key` and `value` for what stands in
`withdrawal.toml`, prices included. A **plan** is a folder or a workbook in the same way. Names of
files and sheets are recognised in any case. A withdrawal and a plan do not share a folder or a
workbook, since both have a table `dispositions`.

Either everything is read or nothing is: any fault that is not a warning refuses the whole. All
faults are told at once (the first {MOST_FAULTS:,}), each with file, table, row and column. Rows
are counted as a spreadsheet counts them: the first row of the file is row 1, and blank rows,
comments and line breaks inside of cells count as a spreadsheet would count them. For
`withdrawal.toml` the row is the line.

**CSV.** Written: UTF-8, comma, line feed, quotation marks where needed, no byte order mark. Read
as well: a byte order mark, UTF-16 with its mark, CR LF, semicolon or tab instead of the comma (the
delimiter is the one that recognises the most names in the header), a first line `sep=;`. A file
that is not UTF-8 is read as Windows-1252, with a warning. A line whose first cell begins with `#`
is a comment; comments and blank lines are skipped. NUL characters and quotation marks that do not
match are faults.

A text that begins with `=`, `+`, `-`, `@`, `#`, tab or a line end is written with an apostrophe
before it, so that no spreadsheet takes it for a formula; so is a text that begins with an
apostrophe followed by one of these or by another apostrophe. Reading takes exactly one apostrophe
off where one of these follows. A workbook needs none of this: texts are stored as texts there.

**Workbooks.** Only values are read. A cell that shows an error, or a formula that was never
computed, is a fault. A cell in a column of text may hold a number (`101` is the key 101).
A date formatted as such is read as a date; with a time of day that is not midnight, as an instant.

**Header.** The first row that is neither blank nor a comment. Names are recognised in any case,
with or without accents, and with blanks, hyphens or brackets in the place of `_`. The order of the columns is free.
Optional columns may be missing: that is the same as blank cells. Unknown columns are skipped with
a warning. A row may be shorter than the header (the rest is blank, with a warning), but hold nothing beyond it.

**Limits.** {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns in a table; {MOST_BYTES // 1_000_000} MB
in a file, 1 MB in `withdrawal.toml`; {FIELD_CHARACTERS:,} characters in a cell. A workbook may unpack to
{MOST_UNPACKED // 1_000_000} MB and to {MOST_RATIO} times its size (above 10 MB), and has at most {MOST_ENTRIES:,} parts; a
sheet has at most {MOST_SHEET_COLUMNS:,} columns and {MOST_CELLS:,} cells from A1 to its last corner.
"""

CELLS = f"""
## 2. Cells

Blanks at either end of a cell do not count. Every number has its unit in the name of its column.

| kind | how it is written |
| --- | --- |
| key | A name of at most {KEY_CHARACTERS} characters, without control, format or private characters (Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp) and without `;`; not `*`. Two keys are the same if they are equal after NFKC, case folding and joining of blanks; a table holds no key twice. Letters of several scripts in one key are a warning. |
| reference | A key of the named table, compared in the same way. An unknown one is a fault. `carriers` includes the library. |
| code | As a key, but it may repeat. Roles are taken as spelt first in `lines`, then `floors`, `places`, `gates`. |
| folder name | As a code, of letters, digits, blanks, `-`, `_` and `.` only; it begins with a letter, digit or `_` and ends with one of these or `-`; not `all`. |
| text | At most {TEXT_CHARACTERS:,} characters; line breaks (kept as line feeds) and tabs are allowed, other control characters are not. |
| list of … | Items parted by `;`, at most {LIST_ITEMS}; blank items do not count. In `withdrawal.toml` a TOML array. |
| yes or no | `yes`, `y`, `true`, `1`, `x`, `oui`, `o`, `vrai`; `no`, `n`, `false`, `0`, `non`, `faux`; in any case. With `empty`: `vide` and `à vide` too. |
| one of, list of | The words as given; in any case. |
| whole number, number | See 2.1. |
| money | Euro with at most two decimals. Kept as whole cents. |
| percent | A whole number; the sign `%` may follow. |
| share | Above 0 and at most 1: a fraction of whole numbers `2/3`, a number with sign `66.7%` or `66,7 %`, or a number `0.667`. Kept exactly. |
| duration | Hours: a number (`1.5`), or hours and minutes (`1:30`, `1h30`). Kept as whole minutes, rounded to the nearest, halves up. |
| hour of the day | `HH:MM` or `HHhMM`, `HHMM`, 00:00 to 24:00. |
| time zone | An IANA name such as `Africa/Niamey`, or `UTC`. |
| ICAO indicator | Four letters or digits. |
| points | `km:kg; km:kg; …` in whole numbers, distances rising. |
| beginning, limit, instant | See 2.2. |
| clearances | `begin/end; begin/end; …`: a beginning and a limit each, the end after the begin. |

### 2.1 Numbers

Digits with a sign (`+`, `-` or U+2212) and decimals, at most {NUMBER_CHARACTERS} characters, exponent
allowed (`1.5e3`). Infinities and NaN are faults, and so is every number outside of its limits;
the limits themselves are allowed. Written: a point before the decimals and no separator of
thousands. Read as well: thousands grouped by blank, no-break space, thin space (U+2009, U+202F) or
apostrophe; a comma before the decimals; `1,234.5`; `1.234,5`; `1,234,567`; `1.234.567`.

A comma before exactly three digits, with one to three digits before it that do not begin with 0
(`1,234`), can be read in two ways. The other numbers of the same table decide: a number that only
a comma for decimals explains (`12,5`, `0,750`, `1.234,5`, `1.234.567`) says decimals; one that only
a point for decimals explains (`12.5`, `1,234.5`, `1,234,567`) says thousands. If they say neither,
a CSV file parted by semicolons says decimals. If they say neither or both, the cell is a fault.
In the same way `1.234` is a fault in a table whose numbers say that the comma is for decimals; in
all others its point is for decimals. Cells of a workbook that hold numbers are never in doubt.

### 2.2 Dates and instants

All in UTC, whole minutes, from {FIRST_YEAR} to {LAST_YEAR}. Written: `2024-09-15` and
`2024-09-15T18:00Z`. Read as well: a blank instead of `T`, `18:00+02:00` (converted), no zone (UTC),
`15 SEP 2024`, `15 sept. 2024`, `1er juillet 2024`, `15-Sep-24`, `September 15, 2024`, the date-time group
`151800Z SEP 24` (another letter than Z is a fault), months in English or French, and dates of a
spreadsheet. `15/09/2024` and `15.09.2024` are read where only one order of day and month is
possible, and are faults where both are (`07/06/2024`) or where the year has two digits.

A date without a time stands for a midnight. In a column of the kind **beginning** (`start_utc`,
`from_utc`, `arrives_utc`, `ready_utc`, `at_utc`, the begin of a clearance) it is the midnight that begins the day:
`2024-05-19` is 2024-05-19T00:00Z. In a column of the kind **limit** (`deadline_utc`, `end_utc`,
`until_utc`, `latest_utc`, `handover_utc`, `due_utc`, the end of a clearance) it is the midnight that ends the
day: `2024-09-15` is 2024-09-16T00:00Z. In a column of the kind **instant** (`depart_utc`,
`arrive_utc`) a time is needed. Periods are half-open: from ≤ t < until.
"""

NOTES = {
    "withdrawal": (
        "In `withdrawal.toml` at the top level. `start_utc` and `end_utc` are midnights; start < "
        f"deadline ≤ end; from start to end at most {MOST_DAYS:,} days. Without `end_utc` the end "
        "is the first midnight at or after the deadline. Dates may be TOML dates or texts."
    ),
    "prices": (
        "In `withdrawal.toml` in the section `[prices]`, in a workbook in the sheet `withdrawal`. "
        "`left_eur_per_kg` holds five prices, for the priorities 1 to 5."
    ),
    "places": (
        "`lat_deg` and `lon_deg` are given together, and so are `open_from` and `open_until`. Hours "
        "hold on every local day of `open_zone`; an end at or before the begin lies on the next "
        "day. Blank position and runway come from the library if it knows `icao`; the word `none` "
        "in such a cell says that there is nothing."
    ),
    "lines": (
        "People have no `hazard` and no disposition but `redeploy`. A helper has `arrives_utc`. "
        "Gates stand at the line's origin."
    ),
    "carriers": (
        "A carrier of the library needs no row. A row with its name takes every blank cell from "
        "the library; the word `none` says that there is nothing. If `payload_kg` is given and "
        "`payload_by_km` is blank, the library's points do not hold."
    ),
    "fleet": (
        "Without this table nothing can be lifted (a warning). Carriers of the library that a "
        "fleet names belong to the withdrawal."
    ),
    "legs": (
        "Without this table nothing can be lifted (a warning). `both_ways` makes a second leg, "
        "with origin and destination exchanged and all else equal, right after the first; with "
        "`empty` the second leg is for empty runs only. Write `empty` wherever carriers must come "
        "back but nobody and nothing shall be taken back into a place that is being left: it says "
        "what is meant, and leaves less to search through, so that a large withdrawal is planned "
        "quicker."
    ),
    "milestones": (
        "Exactly one of `amount` and `share` is given. The amount is in people, tonnes (at most "
        "three decimals), pieces or sites."
    ),
    "segregation": (
        "Replaces the library's table of classes that exclude each other. Without this table the "
        "library's holds; with a header only, nothing is excluded."
    ),
    "sources": (
        "A row without `source` says that the number is an assumption. `table` may be "
        "`withdrawal`, `prices`, any table, or `*`."
    ),
    "translations": (
        "Optional. A screen or report in a language shows these titles in it, wherever a title of "
        "the settings, places, lines, carriers or milestones, the marking or a role is the same text."
    ),
    "variants": f"""Optional: what-if questions, at most {MOST_VARIANTS}. The rows with one name are one variant, in any place
of the table; each row changes one cell, in their order. `drawdown plan --what-if` plans variants beside the withdrawal.

`key` names the row: the key of its table, for several columns parted by `;`, with a blank part for a blank cell.
Parts at the end may be left out where one row is meant all the same. A part `*` stands for every value, and then all rows
that fit are changed. A cell is compared as it is understood, so `1 JUL 2024` finds `2024-07-01`.

| table | key | example |
| --- | --- | --- |
| `withdrawal`, `prices` | blank | |
| `places`, `lines`, `carriers`, `fleet`, `gates`, `milestones` | the name | `c17` |
| `legs` | `origin; destination; mode` | `Agadez; Niamey; road` |
| `floors` | `place; role; from_utc` | `Niamey; security` |
| `dispositions` | `disposition; place` | `donate; Agadez` |
| `segregation` | `first; second` | `1.1; passengers` |

A leg is one run, also where `both_ways` stands for two: a row for each to change both. `carriers` has a row for every
carrier that a fleet names, and `segregation` has the library's rows where the table is not there.

`column` names the cell and `value` is what it holds; blank empties it, and then it means what a blank there means.
Where `column` is `*`, `value` is `remove` (the row goes) or `add` (a row with this key is added; further rows of the
variant fill its cells). `retirer` and `ajouter` are read too.

A variant changes the cells as they would be written of the withdrawal that was read: `end_utc`, `distance_km`, `in_country`
and all else that was computed stay as they are unless the variant sets them. What it makes is read and checked like
any withdrawal; a fault that it brings is told at its row. No cell is changed twice, and a row that changes nothing is a
fault. What a variant changes counts as an assumption.

This gives one C-17 fewer, and a road that is opened both ways:

```
variant,title,table,key,column,value
one-c17,One C-17 fewer,fleet,c17,count,1
road,The road is opened,legs,Gao; Tessalit; road,*,add
road,,legs,Gao; Tessalit; road,distance_km,520
road,,legs,Gao; Tessalit; road,both_ways,yes
```""",
    "plan_dispositions": "Optional.",
    "pins": (
        "Not part of a plan: a file of its own, of any name, or a sheet `pins`, for `drawdown plan --base PLAN "
        "--pin FILE`. Its lifts are those of the plan in force."
    ),
    "loads": "Without this table every lift is empty (a warning).",
    "left": (
        "Optional. If the table is there, it must agree with what is computed; if it is not, the "
        "plan says nothing about what is left."
    ),
    "lifts": "Required, unless the plan has dispositions only. The last four columns tell people "
    "again what `loads` says; they are written, may be missing, and are not read, whatever stands "
    "in them.",
}

COMPUTED = """
## 4. What is computed from these tables

**Distance of a leg**, where `distance_km` is blank: the length of the geodesic between the two
places on the WGS 84 ellipsoid in km, rounded up to a whole km, at least 1. Both places need a position.

**Travel time** of a carrier on a leg, in minutes: `travel_h` × 60 if given, else
60 × `distance_km` ÷ `speed_km_per_h`, rounded up to a whole minute.

**Payload** over a distance of d km, in whole kg. Without `payload_by_km` it is `payload_kg` at every
distance. With points (k₁, m₁), (k₂, m₂), …: for d ≤ k₁ it is m₁; beyond the last point it is 0, the
carrier cannot go; for kᵢ < d ≤ kᵢ₊₁ it is mᵢ + ⌊(mᵢ₊₁ − mᵢ) × (d − kᵢ) ÷ (kᵢ₊₁ − kᵢ)⌋, where ⌊ ⌋ rounds
down (towards minus infinity). `0:77500; 4600:59000` gives 68,250 kg at 2,300 km.

**In the country**, where `in_country` is blank: yes for `site` and `hub`, no for `home`.

**Carriers of a withdrawal**: the rows of `carriers` in their order, then those of the library that a
fleet names besides, in the order of `fleet`.

**Name of a withdrawal**, where `name` is blank: the name of the folder, or of the workbook without its ending.
"""

CONSISTENCY = """
## 5. Faults

Warnings do not stop the import: unknown columns and tables, rows shorter than the header, a code
page that was guessed, keys of mixed scripts, `icao_unknown`, `no_route`, `role_nobody_has`,
`floor_above_present`, `parking_short`, `airfield_too_small`, `after_the_end`, `due_outside`,
`disposal_without_option`, `disposal_too_small`, `source_table`, `source_column`, `table_absent`, `loads_absent`. All else does. A line has a route if some chain of legs
that may carry, in modes that the line allows and that some fleet has, leads from its origin to its destination.
"""

PLANS = """
A plan typed by hand needs `lifts` and `loads` only; `tail` and `arrive_utc` may be blank there. A blank
`arrive_utc` is `depart_utc` plus the travel time of the leg in the fleet's mode; without such a leg it
is a fault. A tail that is blank is not yet said; whether a plan is good is for the rules to say.
References go to the tables of the withdrawal, those of `loads.lift` to `lifts`. In the workbook of a
plan, instants are written as date-times of the spreadsheet, in UTC; texts are read there too.
"""

OUTCOME = """
### outcome.json

Written beside the tables by the planner, in a workbook as a sheet `outcome` of keys and values. Reading a
plan does not need it.

| key | value |
| --- | --- |
| `status` | `complete`, `shortfall` or `interrupted` |
| `cost`, `cost_cents` | the cost of the plan by the price list, in euros and in cents |
| `terms`, `terms_cents` | its terms: `late`, `left_people`, `left_things`, `exposure`, `lift`, `handling`, `disposal`, `fragments`, `changes` |
| `bound`, `bound_cents` | no plan costs less |
| `gap` | (cost − bound) ÷ cost |
| `seconds`, `seed`, `limit`, `planner` | how it was planned; `limit` is the one that was in force |
| `lifts`, `loaded_lifts` | how many lifts, empty runs included; how many carry anything |
| `milestones` | for each: `name`, `title`, `due`, `reached` (null: never), `met` |
| `reasons` | why something is late, left or dear |
| `findings` | what the rules say, each also as a sentence in the languages of the withdrawal |
| `replanned` | only where a plan in force was changed; below |
| `bounds` | only of the full planner: what is proven beside the cost; below |
| `what_if` | only where variants were planned beside it; below |

`bounds` holds: `short`, what is late or left at the least in any plan, each number by itself: `cents` (by the price
list), `people_left`, `kg_left`, `late_person_nights` (null: there was no time); `plan_short`, the same in this plan;
`earliest`: before the `day` that begins at this instant no plan has all out, but for the `people_left` and `kg_left`
that no plan can bring out; `is_exact` is false where time was too short to tell whether it is a later day (null:
there was no time at all); `plan_out`, when this plan has the same out (null: it leaves more); `terms_cents`, below
which a term is in no plan that leaves no more than this one and is no later; of other terms it is not known.

`replanned` holds: `now`, the instant up to which all stays as it was; `allowed`, the most changes (null: any
number); `changed`, how many lifts differ; `forced`, the fewest of any plan that was found; `broken`, the
lifts that cannot go as they were; `budget`, for each number of `changes` (null: any): the lifts `changed`, `cost`,
`cost_cents`, `late_days` (null: a date is never reached), `people_left` and `kg_left`; `told`, for each
place and fleet concerned: `kind`, `name`, the lifts `added`, `dropped` and `changed`, `tails`, `lines`.

`what_if` holds: `variants`, for each: `name`, `title`, `folder` (of its plan, beside this file), `status`, cost, terms,
bound, gap, lifts and `milestones` as above, `people_left`, `kg_left`, `kg_disposed`; `difference_cents`, its cost less that
of the plan as it is; `difference_proven_cents`, the least and the most by which the best plan of the one can cost more
than the best of the other; `as_is`, the plan as it is judged in the variant (`breaches`, `shortfalls`, `cost_cents`;
null: it names what is not there); and `not_planned`: `name`, `title` and `why`: all was
`interrupted` before, its process `died`, or a `defect` of the program.

Instants are texts such as `2024-07-07T22:00Z`.
"""
