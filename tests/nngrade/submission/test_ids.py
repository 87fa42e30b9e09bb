"""Ids are clean, unlike one another, and the same whenever the class is read."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nngrade.submission.ids import clean, unique_ids


@pytest.mark.parametrize(
    "name", ["ann", "Ann Smith_12345_assignsubmission_file_", "zoë", "李雷", "अनिता", "a.b+c@d-e"]
)
def test_an_ordinary_name_stays_as_it_is(name):
    assert clean(name) == name


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("a/b", "a_b"),
        ("..\\..\\up", "_.._up"),
        ("../../up", "_.._up"),
        ("=1+1", "_1+1"),
        ("@sum", "sum"),
        ("-rf", "rf"),
        ("+cmd", "cmd"),
        (".hidden", "hidden"),
        ("a,b;c\"d'e", "a_b_c_d_e"),
        ("<b>&amp;", "_b__amp_"),
        ("bell\x07\x1b[31m", "bell___31m"),
        ("new\nline\ttab\x00nul", "new_line_tab_nul"),
        ("evil\u202egpj.zip", "evil_gpj.zip"),
        ("zero\u200bwidth", "zero_width"),
        ("no\ufe0fsel\u3164", "no_sel_"),
        ("lone\udcffbyte", "lone_byte"),
        ("ends. . ", "ends"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("console", "console"),
        ("", "_"),
        ("...", "_"),
    ],
)
def test_what_could_act_or_hide_is_replaced(name, id_):
    assert clean(name) == id_


@given(st.text(max_size=300))
def test_any_name_becomes_a_name_of_a_file(name):
    one = clean(name)
    assert one
    assert one.isprintable()
    assert not re.search(r"[/\\:*?\"<>|&;,'$`\x00-\x1f]", one)
    assert one[0] not in "-+=@. "
    assert one[-1] not in ". "
    assert len(f"{one}-12345678.html".encode()) <= 255
    assert Path(one).name == one


def test_two_names_never_share_an_id():
    ids = unique_ids({"a,b": "a,b", "a;b": "a;b", "ann": "ann"})
    assert ids["ann"] == "ann"
    assert re.fullmatch(r"a_b-[0-9a-f]{8}", ids["a,b"])
    assert re.fullmatch(r"a_b-[0-9a-f]{8}", ids["a;b"])
    assert len(set(ids.values())) == 3


def test_an_id_does_not_depend_on_the_order():
    names = {name: name for name in ("a,b", "a;b", "ann", "Ann")}
    assert unique_ids(names) == unique_ids(dict(reversed(names.items())))


@pytest.mark.parametrize("pair", [("ann", "Ann"), ("zoë", unicodedata.normalize("NFD", "zoë"))])
def test_ids_that_some_systems_take_for_one_are_told_apart(pair):
    ids = unique_ids({name: name for name in pair})
    assert len({one.casefold() for one in ids.values()}) == 2


def test_a_name_made_to_look_like_another_ids_suffix_stays_apart():
    taken = unique_ids({"a,b": "a,b", "a;b": "a;b"})["a,b"]
    ids = unique_ids({name: name for name in ("a,b", "a;b", taken)})
    assert len(set(ids.values())) == 3


@given(st.lists(st.text("aAéß,;\u0301 ", max_size=4), unique=True))
def test_ids_are_unique_whatever_the_names(names):
    ids = unique_ids({name: name for name in names})
    assert len({one.casefold() for one in ids.values()}) == len(names)
