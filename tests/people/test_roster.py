"""Lists as schools really paste them: any order, any separator, any dirt."""

from pathlib import Path

import pytest

from app.people.rules.difference import Known, difference, mark_of
from app.people.rules.levels import level_from
from app.people.rules.roster import Listed, as_text, read_roster

SAMPLES = Path("/work/shared/data/rosters")


def read(text: str, kind: str = "po") -> list[tuple[str, str, str | None]]:
    return [(one.first, one.last, one.level) for one in read_roster(text, kind=kind).pupils]


@pytest.mark.parametrize(
    ("text", "pupils"),
    [
        ("Noor van den Berg\nSami\n", [("Noor", "van den Berg", None), ("Sami", "", None)]),
        ("Noor\tvan den\tBerg\t7\nMila\t\tJansen\t8", [("Noor", "van den Berg", "po-7"), ("Mila", "Jansen", "po-8")]),
        ("Noor;Berg;groep 7\n", [("Noor", "Berg", "po-7")]),
        ("Noor,Berg\nMila,Jansen", [("Noor", "Berg", None), ("Mila", "Jansen", None)]),
        ("Berg, Noor van den\nJansen, Mila", [("Noor", "van den Berg", None), ("Mila", "Jansen", None)]),
        ('"Vries, de, Esmée"\n', [("Esmée", "de Vries", None)]),
        ("Achternaam\tVoornaam\nBerg\tNoor", [("Noor", "Berg", None)]),
        ("Naam;Geboortedatum\nNoor Berg;1-2-2015", [("Noor", "Berg", None)]),
        ("givenName,familyName,middleName,grades\nNoor,Berg,van den,po_groep7", [("Noor", "van den Berg", "po-7")]),
        ("1. Noor Berg\n2. Mila Jansen", [("Noor", "Berg", None), ("Mila", "Jansen", None)]),
        ("1\tNoor\tBerg\n2\tMila\tJansen", [("Noor", "Berg", None), ("Mila", "Jansen", None)]),
        ("NOOR\tVAN DEN BERG\nijsbrand\tel amrani", [("Noor", "van den Berg", None), ("IJsbrand", "El Amrani", None)]),
    ],
)
def test_a_list_is_read_in_the_order_the_school_wrote_it(text: str, pupils: list[tuple[str, str, str | None]]) -> None:
    assert read(text) == pupils


@pytest.mark.parametrize("broken", ["EsmÃ©e\tÃ‡elik", "Esm\u00e9e\u00a0\t\u200bÇelik\ufeff", "  Esmée \t Çelik  "])
def test_names_survive_what_copying_does_to_them(broken: str) -> None:
    assert read(broken) == [("Esmée", "Çelik", None)]


def test_apostrophes_of_windows_1252_read_in_the_wrong_alphabet_are_mended() -> None:
    assert read("Faas\t\x91t Hart") == [("Faas", "'t Hart", None)]


def test_names_from_all_over_the_world_are_left_as_they_are() -> None:
    names = [("Łukasz", "Świątek"), ("Thị Hồng", "Nguyễn"), ("Anne-Fleur", "de Wit"), ("D'Angelo", "O'Brien")]
    assert read("\n".join("\t".join(name) for name in names)) == [(*name, None) for name in names]


def test_a_line_that_is_no_name_is_left_out_and_told_with_its_number() -> None:
    roster = read_roster("Noor\tBerg\n\n=SUM(A1)\tx\nMila\tJansen\tgroep 12\n", kind="po")
    assert [one.line for one in roster.unread] == [3, 4] or [one.line for one in roster.unread] == [3]


def test_an_unknown_level_is_told_and_not_guessed() -> None:
    roster = read_roster("voornaam;achternaam;groep\nNoor;Berg;groep 12\nMila;Jansen;7", kind="po")
    assert [(one.line, one.said) for one in roster.unread] == [(2, "groep 12")]
    assert [one.first for one in roster.pupils] == ["Mila"]


def test_a_name_that_stands_twice_is_taken_once_and_told() -> None:
    roster = read_roster("Noor Berg\nMila Jansen\nnoor  berg", kind="po")
    assert len(roster.pupils) == 2
    assert [one.line for one in roster.doubles] == [3]


def test_columns_we_do_not_need_are_named_and_not_kept() -> None:
    roster = read_roster("Voornaam;Achternaam;Geboortedatum;BSN\nNoor;Berg;1-2-2015;123456789", kind="po")
    assert roster.left_out == ("Geboortedatum", "BSN")
    assert "123456789" not in repr(roster.pupils)


def test_more_names_than_a_class_holds_are_counted_and_not_cut_in_silence() -> None:
    names = "\n".join(f"Noor{chr(97 + n // 26)}{chr(97 + n % 26)} Berg" for n in range(75))
    assert read_roster(names, kind="po").too_many == 75


def test_a_class_written_out_as_a_list_reads_back_the_same() -> None:
    listed = [Listed(0, "Thị Hồng", "Nguyễn", "groep 7"), Listed(0, "Sami", "", "groep 8")]
    assert read(as_text(listed)) == [("Thị Hồng", "Nguyễn", "po-7"), ("Sami", "", "po-8")]
    assert read(as_text(listed) + "\nPiet van der Meer")[-1] == ("Piet", "van der Meer", None)


def test_the_sample_of_oneroster_is_read() -> None:
    file = SAMPLES / "oneroster_1.2" / "users.csv"
    if not file.exists():
        pytest.skip("the samples are not on this machine")
    assert ("Noor", "van den Berg", "po-7") in read(file.read_text())


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("2 kb", "vo-2-kb"),
        ("2kb1", "vo-2-kb"),
        ("H3", "vo-3-havo"),
        ("vmbo-t 1", "vo-1-tl"),
        ("vwo 6", "vo-6-vwo"),
        ("groep 7", None),
    ],
)
def test_levels_are_read_as_secondary_schools_write_them(text: str, level: str | None) -> None:
    assert level_from(text, "vo") == level


def known(n: int, first: str, last: str, where: str = "") -> Known:
    from uuid import UUID

    return Known(UUID(int=n), first, last, "po-7", where)


def test_a_longer_name_is_a_change_and_not_another_child() -> None:
    found = difference(read_roster("Noor van den Berg", kind="po"), here=[known(1, "Noor", "B.")], levels=["po-7"])
    assert [(one.pupil.last, one.last) for one in found.changed] == [("B.", "van den Berg")]
    assert not found.new
    assert not found.gone


def test_two_children_of_one_first_name_are_never_taken_for_each_other() -> None:
    here = [known(1, "Sofie", "Bakker"), known(2, "Sofie", "Los")]
    found = difference(read_roster("Sofie Bakker\nSofie Lem", kind="po"), here=here, levels=["po-7"])
    assert [one.id.int for one in found.stays] == [1]
    assert [one.id.int for one in found.gone] == [2]
    assert [one.last for one in found.new] == ["Lem"]


def test_a_child_of_last_year_is_the_same_child() -> None:
    found = difference(
        read_roster("Noor Berg", kind="po"), here=[], free=[known(1, "Noor", "Berg", "6B")], levels=["po-7"]
    )
    assert found.new[0].known is not None
    assert found.new[0].known.where == "6B"


def test_a_namesake_in_another_class_is_another_child() -> None:
    found = difference(
        read_roster("Noor Berg", kind="po"), here=[], elsewhere=[known(1, "Noor", "Berg", "7A")], levels=["po-7"]
    )
    assert found.new[0].known is None
    assert found.new[0].namesake == "7A"


def test_the_mark_changes_with_everything_that_would_be_saved() -> None:
    roster = read_roster("Noor Berg", kind="po")
    one = difference(roster, here=[known(1, "Sam", "Los")], levels=["po-7"])
    other = difference(roster, here=[known(2, "Sam", "Los")], levels=["po-7"])
    marks = {
        mark_of(one, name="7B", levels=["po-7"]),
        mark_of(other, name="7B", levels=["po-7"]),
        mark_of(one, name="7C", levels=["po-7"]),
        mark_of(one, name="7B", levels=["po-7", "po-8"]),
    }
    assert len(marks) == 4
