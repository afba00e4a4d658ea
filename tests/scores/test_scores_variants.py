"""What a person was shown once stays as it was for them."""

from __future__ import annotations

import threading

import pytest
from fixtures.databases import add_person, instance
from sqlalchemy import func, select

from grader.exercises import Instance
from grader.scores import Database, variants
from grader.scores.tables import Variant


@pytest.mark.parametrize("seed", [None, 7])
def test_an_instance_stays_as_it_was_first_shown(database: Database, seed: int | None) -> None:
    with database.session() as session:
        kim = add_person(session)
        assert variants.pin(session, kim.id, instance(seed)) == instance(seed)
    with database.session() as session:
        assert variants.pin(session, kim.id, instance(seed, W=100.0)) == instance(seed)
        assert session.scalar(select(func.count()).select_from(Variant)) == 1


def test_people_and_seeds_have_variants_of_their_own(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        variants.pin(session, kim.id, instance(1, W=1.0))
        assert variants.pin(session, lee.id, instance(1, W=2.0)).inputs["W"] == 2.0
        assert variants.pin(session, kim.id, instance(2, W=3.0)).inputs["W"] == 3.0
        assert variants.pin(session, kim.id, instance(None, W=4.0)).inputs["W"] == 4.0
        assert variants.pinned_for(session, lee.id, "graph/linear", None) is None


def test_two_requests_at_once_pin_one_and_the_same(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session).id
    shown: list[Instance] = []
    ready = threading.Barrier(4)

    def request(W: float) -> None:
        ready.wait()
        with database.session() as session:
            shown.append(variants.pin(session, kim, instance(W=W)))

    threads = [threading.Thread(target=request, args=(float(W),)) for W in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shown) == 4
    assert all(each == shown[0] for each in shown)
