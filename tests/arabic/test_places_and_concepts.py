"""The gazetteer and the concepts: what is shipped, what a user adds, and mistakes in it."""

import pytest

from arabic.concepts import ConceptError, concept_by_label, load_concepts
from arabic.places import PlaceError, load_places


def test_the_towns_of_the_founding_example_lie_inside_daraa():
    places = load_places()
    (daraa,) = places.named("درعا")
    inside = {place.name for place in places.inside(daraa)}
    assert {"طفس", "نوى", "بصرى الشام", "نصيب"} <= inside
    assert "إدلب" not in inside


def test_a_country_contains_the_towns_of_its_governorates():
    places = load_places()
    (syria,) = places.named("سورية")
    assert {"درعا", "طفس", "إدلب"} <= {place.name for place in places.inside(syria)}


def test_every_governorate_of_syria_is_known():
    assert sum(place.kind == "governorate" and place.parent == "سوريا" for place in load_places().places) == 14


def test_a_place_is_found_by_any_spelling_and_by_what_is_around_it():
    places = load_places([{"name": "صيدا", "in": "لبنان", "kind": "city"}])
    assert [place.name for place in places.named("أبو كمال")] == ["البوكمال"]
    assert [place.parent for place in places.named("صيدا@لبنان")] == ["لبنان"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "city"}, "without a name"),
        ({"name": "قرية", "kind": "hamlet"}, "kind 'hamlet' is not one of"),
        ({"name": "قرية", "spelling": ["س"]}, "unknown key spelling"),
        ({"name": "قرية", "in": "أطلانتس"}, "lies in أطلانتس, which is not in the gazetteer"),
    ],
)
def test_a_mistake_in_a_place_is_named(row, message):
    with pytest.raises(PlaceError, match=message):
        load_places([row])


def test_a_concept_is_found_by_its_name_and_by_its_label():
    concepts = load_concepts()
    assert concept_by_label(concepts, "Displacement") is concepts["displacement"]
    assert concept_by_label(concepts, "نُزوح  وتهجير") is concepts["displacement"]
    assert concept_by_label(concepts, "نزوح") is None


def test_no_label_is_a_word_that_one_may_want_to_watch_alone():
    for concept in load_concepts().values():
        assert not {one.word for one in concept.family} & set(concept.labels)


def test_a_user_adds_a_concept_and_replaces_one():
    concepts = load_concepts(
        {"water": {"label": {"ar": "مياه وعطش"}, "family": [{"noun": "عطش"}]}, "arrests": {"phrases": ["حملة دهم"]}}
    )
    assert concepts["water"].family[0].word == "عطش"
    assert concepts["arrests"].family == ()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"label": {"en": "x"}}, "neither family nor phrases"),
        ({"words": ["عطش"]}, "unknown key words"),
        ({"family": [{"adjective": "كبير"}]}, "should be"),
    ],
)
def test_a_mistake_in_a_concept_is_named(table, message):
    with pytest.raises(ConceptError, match=message):
        load_concepts({"mine": table})
