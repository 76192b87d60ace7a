import numpy as np
import pytest

from analysis.cases import Cases, cases, clean
from tests.analysis.material import DAY, days

AT = 100 * DAY


def counted(raw: Cases, at: float = AT) -> dict[str, int]:
    return {caveat.code: caveat.count for caveat in clean(raw, at).warnings}


def test_clean_rows_bring_no_warning() -> None:
    assert clean(days([0, 1, 2], [1, None, 3]), AT).warnings == ()


def test_a_case_that_ends_before_it_starts_takes_no_time_and_is_flagged() -> None:
    found = clean(days([5, 6], [-2, 1]), AT)
    assert found.time.tolist() == [0.0, DAY]
    assert found.flags["end_before_start"].tolist() == [0]
    assert [(caveat.code, caveat.count) for caveat in found.warnings] == [("end_before_start", 1)]


def test_a_case_without_a_start_is_left_out_and_counted() -> None:
    raw = cases(["a", "b"], [np.nan, 0.0], [DAY, DAY])
    assert clean(raw, AT).ids.tolist() == ["b"]
    assert counted(raw) == {"no_start": 1}


def test_a_case_that_ends_after_the_snapshot_is_still_open_there() -> None:
    found = clean(days([98], [5]), AT)
    assert np.isnan(found.time[0])
    assert found.age[0] == 2 * DAY
    assert counted(days([98], [5])) == {"end_after_snapshot": 1}


def test_a_case_that_ends_at_the_snapshot_has_ended() -> None:
    assert clean(days([98], [2]), AT).time.tolist() == [2 * DAY]


def test_a_case_that_starts_after_the_snapshot_is_not_there_yet() -> None:
    raw = days([98, 101], [1, 1])
    assert len(clean(raw, AT)) == 1
    assert counted(raw) == {"start_after_snapshot": 1}


def test_a_case_that_starts_at_the_snapshot_is_there() -> None:
    assert len(clean(days([100], [None]), AT)) == 1


def test_of_two_rows_with_one_id_the_one_with_an_end_counts() -> None:
    for order in ([None, 3], [3, None]):
        raw = days([1, 1], order, ids=["a", "a"])
        assert clean(raw, AT).time.tolist() == [3 * DAY]
        assert counted(raw) == {"same_id": 1}


def test_of_two_rows_with_one_id_the_last_counts_when_both_or_none_have_an_end() -> None:
    assert clean(days([1, 2], [3, 4], ids=["a", "a"]), AT).time.tolist() == [4 * DAY]
    assert clean(days([1, 2], [None, None], ids=["a", "a"]), AT).start.tolist() == [2 * DAY]


def test_a_row_that_the_snapshot_does_not_know_yet_takes_no_place_from_its_twin() -> None:
    assert clean(days([1, 101], [None, 1], ids=["a", "a"]), AT).start.tolist() == [DAY]
    assert clean(cases(["a", "a"], [DAY, np.nan], [np.nan, 5 * DAY]), AT).start.tolist() == [DAY]


def test_rows_without_an_id_are_nobodys_twins() -> None:
    assert len(clean(days([1, 2], [1, 1], ids=["", ""]), AT)) == 2


def test_flags_name_the_rows_of_the_file_not_of_the_clean_cases() -> None:
    found = clean(cases(["a", "b", "c"], [np.nan, 5 * DAY, 6 * DAY], [DAY, DAY, 7 * DAY]), AT)
    assert found.flags["end_before_start"].tolist() == [1]
    assert found.rows.tolist() == [1, 2]


def test_no_case_at_all_is_no_error() -> None:
    assert len(clean(days([], []), AT)) == 0


def test_columns_of_different_length_are_an_error() -> None:
    with pytest.raises(ValueError, match="different length"):
        cases(["a", "b"], [1.0])


@pytest.mark.parametrize("at", [np.nan, np.inf])
def test_a_snapshot_must_be_a_moment(at: float) -> None:
    with pytest.raises(ValueError, match="snapshot"):
        clean(days([1], [1]), at)
