"""Both pages stand alone, show everything as text, and work on a screen and on paper."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from nngrade.report.classroom.feedback import feedback
from nngrade.report.classroom.pages import class_page, feedback_page
from nngrade.report.palette import DARK, LIGHT, Tone
from nngrade.results import Diagnosis, Outcome

LOADING = {"src", "srcset", "xlink:href", "action", "data", "poster", "background"}
WIDER = """[...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
        && !one.closest('pre, .scroll, svg, .skip')
).map((one) => one.outerHTML.slice(0, 120))"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
NAMES = "[...document.querySelectorAll('tbody tr:not([hidden]) th')].map((one) => one.textContent)"
SORTED = "[...document.querySelectorAll('thead th')].map((one) => one.getAttribute('aria-sort'))"
SHOWN = "document.querySelector('#shown').value"


@pytest.fixture(scope="module")
def hostile_learner(make_graded, make_exercise, make_check, hostile):
    """Return a submission in which every text that could come from outside is hostile."""
    found = Diagnosis(hostile, hostile, hostile, (hostile,))
    given = {"title": hostile, "function": hostile, "diagnosis": found, "printed": "PRINTED"}
    checks = [
        make_check(Outcome.FAILED, message=hostile, **given),
        make_check(Outcome.FAILED, message="another", **given),
        make_check(function=hostile, title=hostile),
    ]
    exercise = make_exercise(
        outcome=Outcome.FAILED, score=0.0, checks=checks, graded_with_reference=(hostile,)
    )
    graded = make_graded(exercise, name=hostile, accuracies={"simple": 0.9})
    return replace(graded, result=replace(graded.result, isolation=hostile))


@pytest.fixture(scope="module")
def hostile_pages(catalog, view_of, hostile_learner, make_refused, hostile):
    broken = make_refused(hostile, hostile, hostile)
    return [
        feedback_page(feedback(catalog, hostile_learner)),
        feedback_page(feedback(catalog, broken)),
        class_page(view_of(hostile_learner, broken)),
    ]


@pytest.fixture(scope="module")
def a_class(make_graded, make_refused, make_exercise, make_check):
    """Return submissions with scores 0, 20.45, 20.5 and 100, and one that can't be read."""

    def one(score, outcome):
        check = make_check(outcome, message="softmax(np.array([[0., 1.]]))\n  got 2, expected 1")
        return make_graded(make_exercise(outcome=outcome, score=score, checks=[check]))

    made = {"bob": 20.5, "ann": 100.0, "eve": 20.45, "cid": 0.0}
    outcomes = {100.0: Outcome.PASSED, 0.0: Outcome.ERROR}
    submissions = [
        replace(one(score, outcomes.get(score, Outcome.FAILED)), id=name, score=score)
        for name, score in made.items()
    ]
    submissions[0] = replace(submissions[0], accuracies={"simple": 0.93})
    return [*submissions, make_refused("a-name-as-long-as-they-come-" + "x" * 32)]


@pytest.fixture
def class_file(a_class, view_of, tmp_path):
    path = tmp_path / "class.html"
    path.write_text(class_page(view_of(*a_class)), encoding="utf-8")
    return path


@pytest.fixture
def feedback_file(a_class, catalog, tmp_path):
    path = tmp_path / "feedback.html"
    path.write_text(feedback_page(feedback(catalog, a_class[0])), encoding="utf-8")
    return path


def test_hostile_text_is_shown_and_never_acts(hostile_pages, parse_page, hostile):
    marked = hostile.split(" $")[0]
    for page in hostile_pages:
        tree = parse_page(page)
        assert marked in "".join(tree.itertext())
        assert list(tree.iter("img")) == []
        assert [one for one in tree.iter() if LOADING & one.attrib.keys()] == []
        assert [name for one in tree.iter() for name in one.attrib if name.startswith("on")] == []
        links = {one.attrib["href"] for one in tree.iter() if "href" in one.attrib}
        assert [one for one in links if not one.startswith(("#", "data:,", "feedback/"))] == []


def test_each_place_of_outside_text_is_there(hostile_pages, parse_page, hostile):
    marked = hostile.split(" $")[0]
    learner, broken, overview = map(parse_page, hostile_pages)
    for tree, paths in (
        (learner, ("header/p/bdi", "footer/p", ".//pre", ".//h3/code")),
        (learner, (".//p[@class='diagnosis']", ".//p[@class='hint']", ".//p[@class='note']")),
        (learner, (".//details[@class='more']/ul/li/p",)),
        (broken, ("header/p/bdi", ".//p[@class='sentence']")),
        (overview, (".//section[@class='problems']//li", ".//tbody/tr/th", ".//tbody/tr/td")),
        (overview, (".//ol[@class='mistakes']//p", ".//ul[@class='checks']/li", ".//option")),
    ):
        for path in paths:
            found = tree.find("body").findall(path)
            assert any(marked in "".join(one.itertext()) for one in found), path


def test_no_hidden_character_reaches_a_page(hostile_pages):
    for page in hostile_pages:
        assert not [one for one in page if not one.isprintable() and one != "\n"]
        assert r"\u202eevil" in page


def test_nothing_printed_reaches_a_page(hostile_pages):
    assert [page for page in hostile_pages if "PRINTED" in page] == []


def test_feedback_needs_no_script_and_the_class_runs_its_own_alone(hostile_pages, parse_page):
    *learners, overview = map(parse_page, hostile_pages)
    assert [list(page.iter("script")) for page in learners] == [[], []]
    (script,) = overview.iter("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    policy = overview.find("head/meta[@http-equiv]").attrib["content"]
    assert f"script-src 'sha256-{digest}'" in policy


def test_every_id_is_there_once_and_every_inner_link_leads_to_one(hostile_pages, parse_page):
    for tree in map(parse_page, hostile_pages):
        ids = [one.attrib["id"] for one in tree.iter() if "id" in one.attrib]
        links = [one.attrib["href"] for one in tree.iter("a")]
        assert len(ids) == len(set(ids))
        assert [one for one in links if one[0] == "#" and one[1:] not in ids] == []


def test_the_first_failing_check_is_open_and_the_others_are_folded(
    catalog, hostile_learner, parse_page
):
    page = parse_page(feedback_page(feedback(catalog, hostile_learner)))
    exercise = page.find(".//ol/li/details")
    assert "open" in exercise.attrib
    assert len(exercise.findall("div/ul/li")) == 1
    assert ["open" in one.attrib for one in exercise.findall("div/details")] == [False, False]


def test_feedback_for_every_mistake_of_a_long_course_stays_small(
    catalog, make_graded, make_exercise, make_check
):
    """Forty checks fail, with as many words as the course's own."""
    hint = Diagnosis("a", "You did this " * 4, "Look at that and at the other. " * 4)
    checks = [
        make_check(Outcome.FAILED, title="t" * 70, message=f"{n}" * 150, diagnosis=hint)
        for n in range(40)
    ]
    graded = make_graded(make_exercise(outcome=Outcome.FAILED, score=0.0, checks=checks))
    assert len(feedback_page(feedback(catalog, graded)).encode()) < 40_000


def test_a_class_of_nobody_is_a_page(view_of, parse_page):
    page = parse_page(class_page(view_of()))
    assert "There is no submission yet." in "".join(page.itertext())


def test_without_a_script_the_table_is_whole_and_offers_nothing_dead(a_class, view_of, parse_page):
    page = parse_page(class_page(view_of(*a_class)))
    assert len(page.findall(".//tbody/tr")) == 5
    assert list(page.iter("button")) == []
    assert "hidden" in page.find(".//*[@id='filters']").attrib


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("page", ["class_file", "feedback_file"])
def test_nothing_is_wider_than_the_screen(browser, request, page, width, scheme, colours):
    browser.open(request.getfixturevalue(page), width=width, scheme=scheme)
    browser.ask("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert browser.complaints == []
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.ask(WIDER) == []
    red, green, blue = bytes.fromhex(colours[Tone.PAGE][1:])
    assert browser.ask(BACKGROUND) == f"rgb({red}, {green}, {blue})"


def click(browser, selector):
    """Click with the mouse in the middle of an element."""
    x, y = browser.ask(
        f"(() => {{ const one = document.querySelector({selector!r});"
        " one.scrollIntoView({block: 'center', behavior: 'instant'});"
        " const box = one.getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        browser.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


def first_letters(browser):
    return "".join(name[0] if name[:2] != "a-" else "Z" for name in browser.ask(NAMES))


def test_a_click_on_a_header_sorts_and_a_second_turns_it_round(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    assert first_letters(browser) == "baecZ"
    click(browser, "thead th:nth-child(3) button")
    assert first_letters(browser) == "cZeba"  # 0, 0, 20.45, 20.5, 100: not as words
    assert browser.ask(SORTED)[:4] == [None, None, "ascending", None]
    click(browser, "thead th:nth-child(3) button")
    assert first_letters(browser)[:3] == "abe"
    assert browser.ask(SORTED)[:4] == [None, None, "descending", None]
    click(browser, "thead th:nth-child(1) button")
    assert first_letters(browser) == "Zabce"
    assert browser.ask(SORTED)[:4] == ["ascending", None, None, None]
    assert browser.complaints == []


def test_signs_come_before_numbers_and_empty_cells_last(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    click(browser, "thead th:nth-child(5) button")
    assert first_letters(browser) == "cebaZ"
    click(browser, "thead th:nth-child(5) button")
    assert first_letters(browser) == "abecZ"


def test_a_header_sorts_by_the_keyboard_too(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    browser.ask("document.querySelector('thead th button').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.do(
            "Input.dispatchKeyEvent",
            type=kind,
            key="Enter",
            code="Enter",
            windowsVirtualKeyCode=13,
            text="\r",
        )
    assert first_letters(browser) == "Zabce"


def test_text_and_status_filter_the_table(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    assert browser.ask(SHOWN) == "5 of 5"
    click(browser, "#find")
    browser.do("Input.insertText", text="A")
    assert first_letters(browser) == "aZ"
    assert browser.ask(SHOWN) == "2 of 5"
    browser.ask(
        "(() => { const one = document.querySelector('#status'); one.value = 'unreadable';"
        " one.dispatchEvent(new Event('change')); })()"
    )
    assert first_letters(browser) == "Z"
    assert browser.ask("document.querySelectorAll('tbody tr[hidden]').length") == 4


def test_a_link_to_an_exercise_opens_it(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    followed = (
        "new Promise((done) => { addEventListener('hashchange', done, {once: true});"
        " location.hash = '#e02_softmax'; })"
    )
    browser.do("Runtime.evaluate", expression=followed, awaitPromise=True)
    assert browser.ask("document.querySelector('#e02_softmax details').open") is True
    assert browser.ask("document.querySelectorAll('details[open]').length") == 1


def test_it_prints_on_a4(browser, make_graded, make_exercise, view_of, tmp_path):
    path = tmp_path / "class.html"
    many = [make_graded(make_exercise(), name=f"s{number:03}") for number in range(200)]
    path.write_text(class_page(view_of(*many)), encoding="utf-8")
    browser.open(path, width=1280, scheme="dark")
    printed = browser.do("Page.printToPDF", preferCSSPageSize=True)
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(sheets) >= 4
    assert {(round(float(x)), round(float(y))) for x, y in sheets} == {(595, 842)}


def test_on_paper_filters_are_gone_and_headers_are_plain_text(browser, class_file):
    browser.open(class_file, width=1280, scheme="light")
    browser.do("Emulation.setEmulatedMedia", media="print")
    styles = "getComputedStyle(document.querySelector({!r}))[{!r}]"
    assert browser.ask(styles.format("#filters", "display")) == "none"
    assert browser.ask(styles.format("thead th button", "display")) == "contents"
    assert browser.ask(styles.format("thead th", "position")) == "static"
    assert browser.ask(styles.format("#submissions .scroll", "overflow")) == "visible"
    browser.do("Emulation.setEmulatedMedia", media="")


def test_feedback_prints_what_is_folded(browser, catalog, hostile_learner, tmp_path):
    path = tmp_path / "feedback.html"
    path.write_text(feedback_page(feedback(catalog, hostile_learner)), encoding="utf-8")
    browser.open(path, width=1280, scheme="light")
    seen = "document.querySelector('.more li').checkVisibility()"
    assert browser.ask(seen) is False
    browser.do("Emulation.setEmulatedMedia", media="print")
    assert browser.ask(seen) is True
    browser.do("Emulation.setEmulatedMedia", media="")
