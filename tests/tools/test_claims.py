"""Every claim of the article is tried again, and must give the verdict and, within the stated margins, the numbers in
data/verdicts.json.
"""

import json

import pytest

from lrcourse import data
from lrcourse.lessons import ARTICLE, all_claims
from lrcourse.lessons.claim import (
    FAILS,
    HOLDS,
    RECORD,
    VERDICTS,
    Claim,
    article_verdicts,
    on_record,
    recorded,
    trial,
    verdicts,
)
from lrcourse.tools import claims


def test_there_is_one_record_for_each_claim_the_thirty_of_the_article_among_them():
    assert len(ARTICLE) == 30 and set(all_claims()) >= set(ARTICLE)
    assert list(recorded()["claims"]) == [str(number) for number in all_claims()], "run: python3 course.py claims"
    for number, claim in all_claims().items():
        record = recorded()["claims"][str(number)]
        assert (record["seeds"], record.get("revised", "")) == (claim.seeds, claim.revised) and claim.seeds >= 5


@pytest.mark.parametrize("number", all_claims())
def test_the_experiment_bears_out_the_record(number):
    claim = all_claims()[number]
    assert (
        claim.wording and claim.condition and claim.source and recorded()["claims"][str(number)]["verdict"] in VERDICTS
    )
    _, numbers = trial(number)
    assert claims.disagreements(claim, numbers, recorded()["claims"][str(number)]) == []


def test_a_table_of_the_record_shows_the_record():
    table = verdicts(17, anew=False)
    (row,) = table.rows
    verdict, numbers = on_record(17)
    assert row[2] == verdict and row[-1].count(";") == len(numbers) - 1
    assert "the article says" in repr(table) and "the paper says" in repr(verdicts(17, 31, anew=False))
    assert list(article_verdicts()) == list(ARTICLE)


@pytest.mark.parametrize("number", all_claims())
def test_another_verdict_on_record_is_caught(number):
    """Turning any verdict into any other is a disagreement; so is a number moved beyond its margin."""
    claim, record = all_claims()[number], recorded()["claims"][str(number)]
    assert claims.disagreements(claim, record["numbers"], record) == []
    for other in set(VERDICTS) - {record["verdict"]}:
        assert claims.disagreements(claim, record["numbers"], record | {"verdict": other})
    for name, value in record["numbers"].items():
        for by in (1.1, -1.1):
            moved = record["numbers"] | {name: value + by * record["margins"][name]}
            found = claims.disagreements(claim, record["numbers"], record | {"numbers": moved})
            assert any(name in sentence for sentence in found)


def test_the_record_is_in_the_form_that_the_command_writes():
    text = (data.FOLDER / RECORD).read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n" == text
    assert json.loads(text)["margins"] == claims.RULE


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_measures_and_writes_what_is_on_record(jobs, tmp_path, monkeypatch, capsys):
    quick = {number: all_claims()[number] for number in (2, 8)}
    monkeypatch.setattr(claims, "all_claims", lambda: quick)
    monkeypatch.setattr(claims, "FOLDER", tmp_path)
    assert claims.main(["--jobs", str(jobs)]) == 0
    kept = {str(number): recorded()["claims"][str(number)] for number in quick}
    form = json.dumps({"margins": claims.RULE, "claims": kept}, indent=1, ensure_ascii=False) + "\n"
    assert (tmp_path / RECORD).read_text(encoding="utf-8") == form
    assert "2 claims, rewritten" in capsys.readouterr().out
    claims.main(["--jobs", str(jobs)])
    assert "2 claims, as before" in capsys.readouterr().out


def test_the_command_refuses_no_processes(capsys):
    with pytest.raises(SystemExit):
        claims.main(["--jobs", "0"])
    assert "--jobs 0: allowed is a whole number from 1" in capsys.readouterr().err


def made_up(gap=0.0):
    """A claim that is measured at once: which seeds it was asked for moves its numbers."""
    return Claim(
        number=9999,
        wording="a wording",
        condition="a condition",
        source="nowhere",
        measure=lambda seeds: {"sum": -sum(seeds) / 7, "count": len(seeds) / 1e4, "steady": -100.0 + gap},
        judge=lambda numbers: HOLDS if numbers["steady"] == -100 else FAILS,
        seeds=6,
        revised="more seeds",
    )


def test_a_record_has_four_digits_margins_by_the_rule_and_what_was_revised():
    assert claims.try_claim(made_up()) == {
        "verdict": HOLDS,
        "numbers": {"sum": -2.143, "count": 0.0006, "steady": -100.0},
        "margins": {"sum": 1.43, "count": 0.002, "steady": 2.0},  # 2 · 5/7, the floor, 2 %
        "seeds": 6,
        "revised": "more seeds",
    }


def test_numbers_that_are_none_or_have_other_names_disagree():
    record = claims.try_claim(made_up())
    (said,) = claims.disagreements(made_up(), record["numbers"] | {"sum": float("nan")}, record)
    assert said.startswith("sum: measured now nan, on record -2.143")
    verdict, names = claims.disagreements(made_up(), {"steady": -99.0}, record)
    assert "measured now 'fails', on record 'holds'" in verdict and "other names: sum, count, steady" in names


def test_a_table_shows_what_is_measured_now_unless_the_record_is_asked_for(monkeypatch):
    now, then = made_up(gap=1.0), claims.try_claim(made_up())
    monkeypatch.delenv("LRCOURSE_RUNS", raising=False)
    monkeypatch.setattr("lrcourse.lessons.claim.all_claims", lambda: {9999: now})
    monkeypatch.setattr("lrcourse.lessons.claim.recorded", lambda: {"claims": {"9999": then}})
    (row,) = verdicts(9999).rows
    assert row[2] == FAILS and row[-1] == "sum -2.14; count 0.0006; steady -99"
    (row,) = verdicts(9999, anew=False).rows
    assert row[2] == HOLDS and row[-1] == "sum -2.14; count 0.0006; steady -100"


def test_a_missing_record_is_named_with_the_way_to_get_it_back(tmp_path, monkeypatch):
    monkeypatch.setattr("lrcourse.lessons.claim.FOLDER", tmp_path)
    with pytest.raises(data.DataError, match=r"verdicts\.json.*git checkout -- data/verdicts\.json.*course\.py claims"):
        recorded()
