"""Every claim is measured again, and must give the verdict and, within the stated margins, the numbers in
data/verdicts.json.
"""

import json
import re

import pytest

from lrcourse import data
from lrcourse.lessons import ARTICLE, all_claims
from lrcourse.lessons.claim import FAILS, HOLDS, RECORD, VERDICTS, Claim, article_verdicts, on_record, trial, verdicts
from lrcourse.lessons.claim import record as recorded
from lrcourse.lessons.claim import recorded as whole_record
from lrcourse.lessons.references import REFERENCES
from lrcourse.places import DATA
from lrcourse.tools import claims

NAMED = [f"{claim.lesson} {number}" for number, claim in all_claims().items()]  # as -k finds them


def test_there_is_one_record_for_each_claim_the_thirty_of_the_article_among_them():
    assert len(ARTICLE) == 30 and set(all_claims()) >= set(ARTICLE)
    missing = set(map(str, all_claims())) - set(whole_record()["claims"])
    assert missing == set(), f"not measured yet: python3 course.py claims {' '.join(sorted(missing))}"
    assert list(whole_record()["claims"]) == [str(number) for number in all_claims()], "run: python3 course.py claims"
    for number, claim in all_claims().items():
        record = recorded(number)
        assert (record["seeds"], record.get("revised", "")) == (claim.seeds, claim.revised) and claim.seeds >= 5


@pytest.mark.parametrize("number", all_claims(), ids=NAMED)
def test_the_experiment_bears_out_the_record(number):
    claim = all_claims()[number]
    assert claim.wording and claim.condition and claim.source and recorded(number)["verdict"] in VERDICTS
    _, numbers = trial(number)
    assert claims.disagreements(claim, numbers, recorded(number)) == []


def test_a_table_of_the_record_shows_the_record():
    table = verdicts(17, anew=False)
    (row,) = table.rows
    verdict, numbers = on_record(17)
    assert row[2] == verdict and row[-1].count(";") == len(numbers) - 1
    assert "the article says" in repr(table) and "the paper says" in repr(verdicts(17, 31, anew=False))
    assert list(article_verdicts()) == list(ARTICLE)


@pytest.mark.parametrize("number", all_claims(), ids=NAMED)
def test_another_verdict_on_record_is_caught(number):
    """Turning any verdict into any other is a disagreement; so is a number moved beyond its margin."""
    claim, record = all_claims()[number], recorded(number)
    assert claims.disagreements(claim, record["numbers"], record) == []
    for other in set(VERDICTS) - {record["verdict"]}:
        assert claims.disagreements(claim, record["numbers"], record | {"verdict": other})
    for name, value in record["numbers"].items():
        for by in (1.1, -1.1):
            moved = record["numbers"] | {name: value + by * record["margins"][name]}
            found = claims.disagreements(claim, record["numbers"], record | {"numbers": moved})
            assert any(name in sentence for sentence in found)


def test_the_record_is_in_the_form_that_the_command_writes():
    text = (DATA / RECORD).read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n" == text
    assert json.loads(text)["margins"] == claims.RULE


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Make a course of two quick claims, and return the path of its file of verdicts."""
    quick = {number: all_claims()[number] for number in (2, 8)}
    monkeypatch.setattr(claims, "all_claims", lambda: quick)
    monkeypatch.setattr(claims, "DATA", tmp_path)
    return tmp_path / RECORD


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_measures_and_writes_what_is_on_record(jobs, small, capsys):
    assert claims.main(["--jobs", str(jobs)]) == 0
    kept = {str(number): recorded(number) for number in (2, 8)}
    form = json.dumps({"margins": claims.RULE, "claims": kept}, indent=1, ensure_ascii=False) + "\n"
    assert small.read_text(encoding="utf-8") == form
    assert f"claim 8: new: {kept['8']['verdict']!r}" in capsys.readouterr().out
    assert claims.main([]) == 0 and small.read_text(encoding="utf-8") == form
    assert "Measured 2 of 2 claims: their records are borne out, and kept." in capsys.readouterr().out


def test_the_command_measures_the_claims_that_are_named_and_keeps_what_is_borne_out(small, capsys):
    stored = {number: recorded(number) for number in (2, 8)}
    name, value = next(iter(stored[8]["numbers"].items()))
    within = stored[8] | {"numbers": stored[8]["numbers"] | {name: value + stored[8]["margins"][name] / 2}}
    beyond = stored[2] | {"verdict": "no verdict"}
    small.write_text(json.dumps({"margins": claims.RULE, "claims": {2: beyond, 8: within, 99: within}}))
    assert claims.main(["8"]) == 0
    assert claims.on_file(small) == {2: beyond, 8: within}
    assert "claim 99: is no more" in capsys.readouterr().out
    assert claims.main(["2"]) == 0
    assert claims.on_file(small) == {2: stored[2], 8: within}
    assert f"claim 2: measured now {stored[2]['verdict']!r}, on record 'no verdict'" in capsys.readouterr().out


def test_a_claim_without_a_record_is_named_with_what_measures_it(small, capsys):
    assert claims.main(["2"]) == 0
    assert "claim 8: not measured yet: python3 course.py claims 8" in capsys.readouterr().out
    assert list(claims.on_file(small)) == [2]


def test_the_command_refuses_a_claim_that_there_is_none_of(small, capsys):
    with pytest.raises(SystemExit):
        claims.main(["7"])
    assert "NUMBER 7: allowed are numbers of claims, from 2 to 8" in capsys.readouterr().err


def test_numbers_and_seeds_that_changed_are_named_one_by_one():
    record = claims.try_claim(made_up())
    fresh = record | {"numbers": record["numbers"] | {"sum": -9.0}, "seeds": 12}
    assert claims.changed(made_up(), fresh, record) == [
        "sum: measured now -9, on record -2.143, allowed margin 1.43",
        "seeds: now 12, on record 6",
    ]


def test_the_command_refuses_no_processes(capsys):
    with pytest.raises(SystemExit):
        claims.main(["--jobs", "0"])
    assert "--jobs 0: allowed is a whole number from 1" in capsys.readouterr().err


def made_up(gap=0.0):
    """Return a claim that is measured at once: which seeds it was asked for moves its numbers."""
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
    monkeypatch.setattr("lrcourse.lessons.claim.DATA", tmp_path)
    with pytest.raises(data.DataError, match=r"verdicts\.json.*git checkout -- data/verdicts\.json.*course\.py claims"):
        whole_record()


@pytest.mark.parametrize("number", all_claims(), ids=NAMED)
def test_a_claims_source_is_among_the_references(number):
    """Works are cited by their keys; what names no year is said in words, as "measured here" and "exact"."""
    for one in all_claims()[number].source.split("; "):
        assert one in REFERENCES or not re.search(r"\b(19|20)\d\d\b|arXiv", one), one
