"""Numbers, masses, money, shares and dates stand as each language writes them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from drawdown.words import Language, language_code
from drawdown.words.dates import slack_days

EN, FR = Language("en"), Language("fr")
MIDNIGHT = datetime(2024, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        (lambda it: it.number(12480), "12,480", "12\u202f480"),
        (lambda it: it.number(-1234.5, 1), "\u22121,234.5", "\u22121\u202f234,5"),
        (lambda it: it.number(-0.2), "0", "0"),
        (lambda it: it.number(2.5), "3", "3"),
        (lambda it: it.tonnes(41_240), "41.2 t", "41,2\u202ft"),
        (lambda it: it.tonnes(74_400, 0), "74 t", "74\u202ft"),
        (lambda it: it.tonnes(40), "40 kg", "40\u202fkg"),
        (lambda it: it.tonnes(499, 0), "499 kg", "499\u202fkg"),
        (lambda it: it.tonnes(500, 0), "1 t", "1\u202ft"),
        (lambda it: it.tonnes(0), "0.0 t", "0,0\u202ft"),
        (lambda it: it.kg(12480), "12,480 kg", "12\u202f480\u202fkg"),
        (lambda it: it.money(1_248_000), "12,480 €", "12\u202f480\u202f€"),
        (lambda it: it.money(210_000_000), "2.1 M€", "2,1\u202fM€"),
        (lambda it: it.money(99_999_949), "999,999 €", "999\u202f999\u202f€"),
        (lambda it: it.money(99_999_950), "1.0 M€", "1,0\u202fM€"),
        (lambda it: it.money(-1_248_000), "\u221212,480 €", "\u221212\u202f480\u202f€"),
        (lambda it: it.share(0.791), "79%", "79\u202f%"),
        (lambda it: it.share(0.009), "<1%", "<1\u202f%"),
        (lambda it: it.share(0.991), ">99%", ">99\u202f%"),
        (lambda it: it.share(0.0), "0%", "0\u202f%"),
        (lambda it: it.share(1.0), "100%", "100\u202f%"),
        (lambda it: it.share(0.0042, 1), "0.4%", "0,4\u202f%"),
        (lambda it: it.share(0.0002, 1), "<0.1%", "<0,1\u202f%"),
        (lambda it: it.duration(200), "3 h 20 min", "3\u202fh 20\u202fmin"),
        (lambda it: it.count("person", 1), "1 person", "1 personne"),
        (lambda it: it.count("person", 0), "0 people", "0 personne"),
        (lambda it: it.count("person", 1004), "1,004 people", "1\u202f004 personnes"),
        (lambda it: it.count("position", 1.5), "1.5 positions", "1,5 position"),
    ],
)
def test_a_number_stands_with_its_unit(said, english, french):
    assert (said(EN), said(FR)) == (english, french)


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        (lambda it, at: it.date(at), "1 July 2024", "1er juillet 2024"),
        (lambda it, at: it.day(at), "1 Jul", "1er juil."),
        (lambda it, at: it.instant(at), "1 Jul 0600Z", "1er juil. 0600Z"),
        (lambda it, at: it.day(at + timedelta(days=1)), "2 Jul", "2 juil."),
        (
            lambda it, at: it.period(at, at + timedelta(hours=1, minutes=35)),
            "1 Jul 0600Z to 0735Z",
            "1er juil. 0600Z à 0735Z",
        ),
        (
            lambda it, at: it.period(at, at + timedelta(days=1)),
            "1 Jul 0600Z to 2 Jul 0600Z",
            "1er juil. 0600Z à 2 juil. 0600Z",
        ),
        (lambda it, at: it.period(MIDNIGHT, MIDNIGHT + timedelta(days=1)), "16 Sep", "16 sept."),
        (
            lambda it, at: it.period(MIDNIGHT, MIDNIGHT + timedelta(days=3)),
            "16 Sep to 18 Sep",
            "16 sept. au 18 sept.",
        ),
        (lambda it, at: it.period(MIDNIGHT, None), "16 Sep 0000Z", "16 sept. 0000Z"),
        (lambda it, at: it.limit_date(MIDNIGHT), "15 September 2024", "15 septembre 2024"),
        (lambda it, at: it.limit_day(MIDNIGHT), "15 Sep", "15 sept."),
        (lambda it, at: it.limit_day(at), "1 Jul 0600Z", "1er juil. 0600Z"),
    ],
)
def test_a_date_is_never_in_figures_alone(said, english, french):
    at = datetime(2024, 7, 1, 6, tzinfo=UTC)
    assert (said(EN, at), said(FR, at)) == (english, french)


def test_an_instant_of_another_zone_is_shown_in_utc():
    assert (
        EN.instant(datetime(2024, 7, 1, 1, tzinfo=timezone(timedelta(hours=2)))) == "30 Jun 2300Z"
    )


@pytest.mark.parametrize(
    ("reached", "days"),
    [
        (datetime(2024, 8, 24, 6, tzinfo=UTC), 22),
        (MIDNIGHT, 0),
        (MIDNIGHT - timedelta(minutes=1), 0),
        (MIDNIGHT - timedelta(days=1), 1),
        (MIDNIGHT + timedelta(minutes=1), -1),
    ],
)
def test_a_midnight_counts_for_the_day_that_it_ends(reached, days):
    assert slack_days(MIDNIGHT, reached) == days


@pytest.mark.parametrize(
    ("chosen", "environment", "code"),
    [
        ("fr", {"DRAWDOWN_LANG": "en"}, "fr"),
        ("", {"DRAWDOWN_LANG": "fr", "LC_ALL": "en_GB.UTF-8"}, "fr"),
        (None, {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB"}, "fr"),
        (None, {"LC_ALL": "", "LANG": "fr"}, "fr"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        ("de", {"LANG": "fr_FR"}, "en"),
        ("FR-ca", {}, "fr"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_that_of_the_environment(chosen, environment, code):
    assert language_code(chosen, environment) == code


def test_an_unknown_language_speaks_english():
    assert Language("tlh").count("person", 2) == "2 people"


def test_plain_terminals_get_plain_letters():
    french = "Écart\u202f: 2,1\u202fM€ – «\u202fl’œuvre\u202f» \u2212 79\u202f% → ≤ ☃"
    assert FR.ascii(french) == 'Ecart : 2,1 MEUR - "l\'oeuvre" - 79 % -> <= ?'
