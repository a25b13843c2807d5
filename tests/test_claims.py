"""Every claim is tried again: the experiment's verdict must be the one in its record."""
import pytest

from lrcourse.claims import SEEDS, VERDICTS, all_claims

LESSONS_OF_THE_FIRST_SIX = {1, 2, 5, 6, 8, 10, 20, 21, 22, 29}


def test_the_claims_whose_home_is_one_of_the_first_lessons_are_all_there():
    assert set(all_claims()) == LESSONS_OF_THE_FIRST_SIX
    assert len(SEEDS) >= 5


@pytest.mark.parametrize("number", all_claims())
def test_the_experiment_gives_the_recorded_verdict(number):
    claim = all_claims()[number]
    assert claim.number == number and claim.verdict in VERDICTS and claim.condition and claim.source
    numbers = claim.measure(SEEDS)
    assert claim.judge(numbers) == claim.verdict, numbers
