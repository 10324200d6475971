"""Numbers with their units, as each language writes them."""

from decimal import ROUND_HALF_UP, Decimal

from drawdown.words.catalogue import NARROW

MINUS = "\u2212"
KG_PER_T = 1000
MINUTES_PER_DAY = 24 * 60
CENTS_PER_EUR = 100
CENTS_PER_MEUR = 100_000_000


def number(x: float | Decimal, decimals: int, language: str) -> str:
    """A number with its groups of three, halves rounded away from zero.

    >>> number(-12480, 0, "en"), number(41.25, 1, "en")
    ('−12,480', '41.3')
    """
    exact = Decimal(str(x)) if isinstance(x, float) else Decimal(x)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}"
    if language == "fr":
        digits = digits.translate({ord(","): NARROW, ord("."): ","})
    return (MINUS if rounded < 0 else "") + digits


def signed(amount: str, difference: float) -> str:
    """An amount with the sign of a difference; ``=`` where there is none."""
    if not difference:
        return "="
    return ("+" if difference > 0 else MINUS) + amount


def with_unit(digits: str, unit: str, language: str) -> str:
    """Digits and unit, held together in French by a narrow space that does not break."""
    return digits + (NARROW if language == "fr" else " ") + unit


def mass(kg: int | float, decimals: int, language: str) -> str:
    """Tonnes; kilograms where so few decimals would show nothing of it."""
    tonnes = Decimal(str(kg)) / KG_PER_T
    if kg and abs(tonnes) < Decimal("0.5").scaleb(-decimals):
        return with_unit(number(kg, 0, language), "kg", language)
    return with_unit(number(tonnes, decimals, language), "t", language)


def money(cents: int, decimals: int, language: str) -> str:
    """Euros; from a million on, millions with so many decimals."""
    # What would be shown as 1,000,000 € is shown as a million.
    if abs(cents) >= CENTS_PER_MEUR - CENTS_PER_EUR // 2:
        millions = number(Decimal(cents) / CENTS_PER_MEUR, decimals, language)
        return with_unit(millions, "M€", language)
    return with_unit(number(Decimal(cents) / CENTS_PER_EUR, 0, language), "€", language)


def share(x: float, decimals: int, language: str) -> str:
    """A share of one as percents; what is nearly nothing or nearly all is not rounded to it.

    >>> [share(x, 0, "en") for x in (0, 0.004, 0.791, 0.996, 1)]
    ['0%', '<1%', '79%', '>99%', '100%']
    """
    step = 10.0**-decimals
    sign, shown = "", 100 * x
    if 0 < shown < step:
        sign, shown = "<", step
    elif 100 - step < shown < 100:
        sign, shown = ">", 100 - step
    digits = number(shown, decimals, language)
    return sign + (with_unit(digits, "%", "fr") if language == "fr" else f"{digits}%")


def duration(minutes: int | float, language: str) -> str:
    """Hours and minutes; from two days on, days too.

    >>> duration(200, "en"), duration(45, "en"), duration(720, "en"), duration(4700, "en")
    ('3 h 20 min', '45 min', '12 h', '3 d 6 h 20 min')
    """
    whole = round(abs(minutes))
    days = whole // MINUTES_PER_DAY if whole >= 2 * MINUTES_PER_DAY else 0
    hours, rest = divmod(whole - days * MINUTES_PER_DAY, 60)
    amounts = ((days, "j" if language == "fr" else "d"), (hours, "h"), (rest, "min"))
    parts = [with_unit(number(n, 0, language), unit, language) for n, unit in amounts if n]
    parts = parts or [with_unit("0", "min", language)]
    return (MINUS if minutes < 0 else "") + " ".join(parts)
