"""The report in a real browser: nothing is fetched, nothing overflows, the languages switch."""

import shutil

import pytest
from report_case import hostile, sample

from drawdown.reports import report_html

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="install the test requirements: ./run test"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAIN = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser():
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser: install one with `apt-get install chromium`")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=PLAIN)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The sample's report and the hostile one, each in a file."""
    folder = tmp_path_factory.mktemp("reports")
    for name, case in (("sample", sample), ("hostile", hostile)):
        folder.joinpath(f"{name}.html").write_text(report_html(*case()), encoding="utf-8")
    return folder


@pytest.fixture
def opened(browser, files):
    """Opens a report; collects what it asks for and what goes wrong."""
    contexts = []

    def open_report(name="sample", width=1440, at="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.wrong.append(message.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (page.wrong.append(dialog.message), dialog.dismiss()))
        page.goto(f"{files.joinpath(name).as_uri()}.html{at}")
        return page

    yield open_report
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["sample", "hostile"])
@pytest.mark.parametrize("width", [390, 760, 1000, 1440])
@pytest.mark.parametrize("at", ["#en", "#fr"])
def test_a_page_fits_its_window_and_asks_for_nothing(opened, name, width, at):
    page = opened(name, width, at)
    assert all(url.startswith(("file:", "data:")) for url in page.asked)
    assert page.wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 760, 1000, 1440])
def test_the_names_of_the_rows_of_the_timetable_are_whole(opened, width):
    page = opened(width=width)
    wide = "e => e.offsetParent !== null && e.scrollWidth > e.clientWidth"
    cut = page.locator("#en .lanes b").evaluate_all(f"all => all.filter({wide}).length")
    assert cut == 0
    names = page.locator("#en .lanes b:visible").all_inner_texts()
    assert "C-130" in names


def shows_only(page, shown: str, hidden: str) -> None:
    """Wait for the page: the switch follows the address, not the click."""
    page.locator(f"#{shown} h1").wait_for(state="visible")
    page.locator(f"#{hidden} h1").wait_for(state="hidden")


def test_the_languages_switch_and_the_page_says_which_it_is(opened):
    page = opened()
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Français").click()
    shows_only(page, "fr", "en")
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.get_by_role("link", name="English").click()
    shows_only(page, "en", "fr")


def test_without_script_the_first_language_is_shown_and_the_other_can_be_reached(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("#en h1").is_visible() and not page.locator("#fr h1").is_visible()
    assert not page.locator("#en-s-lifts .tools").is_visible()
    page.locator("#en .langs a[lang=fr]").click()
    shows_only(page, "fr", "en")
    page.locator("#fr .contents a").first.click()
    shows_only(page, "fr", "en")


def test_one_chart_of_each_kind_is_shown_at_each_width(opened):
    for width, size in ((390, "phone"), (1000, "mid"), (1440, "wide")):
        page = opened(width=width)
        shown = page.locator("svg[id^=en-people-]:visible")
        assert [shown.nth(i).get_attribute("id") for i in range(shown.count())] == [
            f"en-people-{size}"
        ]


def test_a_name_typed_shows_the_lifts_that_bear_it(opened):
    page = opened()
    rows = page.locator("#en-lifts tbody tr:visible")
    assert rows.count() == 29
    page.get_by_role("searchbox").first.fill("t-gen")
    assert rows.count() == 1
    assert page.locator("[data-shown=en-lifts]").inner_text() == "1 of 29 shown"


def test_a_head_sorts_by_its_column_up_and_down(opened):
    page = opened()
    head = page.locator("#en-lifts thead th").nth(6)
    first = page.locator("#en-lifts tbody tr").first.locator("td").nth(5)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending" and first.inner_text() == "–"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending" and first.inner_text() == "60"


def test_the_lifts_come_down_as_a_table_that_runs_no_formula(opened):
    page = opened("hostile")
    with page.expect_download() as download:
        page.locator("button[data-csv=en-lifts]").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("lift,carrier,origin,destination,leaves")
    assert len(lines) == 30
    assert all(line.startswith("\"'=") for line in lines[1:])


def test_paper_shows_the_whole_table_and_no_buttons(opened):
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("#en .langs").is_visible()
    assert not page.locator("#en .gantt").is_visible()
    assert page.locator("#en-overview-mid").is_visible()
    box = page.locator("#en-s-lifts .tall").evaluate("e => [e.scrollHeight, e.clientHeight]")
    assert box[0] == box[1]
