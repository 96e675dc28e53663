"""Random queries over random texts: the matcher agrees with an evaluator that tries everything."""

from itertools import chain, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from arabic.places import Gazetteer
from monitor.watches.matcher import QueryError, compile_watches
from monitor.watches.watch import Watch

WORDS = ["نمر", "فهد", "ذئب", "ضبع", "دب"]

word = st.sampled_from(WORDS)
some = st.lists(word, max_size=6)
text = st.lists(st.lists(some, min_size=1, max_size=3), max_size=3)  # paragraphs of sentences of words


def trees(leaf):
    operand = st.one_of(leaf, st.lists(leaf, min_size=1, max_size=2).map(lambda parts: ("or", parts)))
    near = st.tuples(st.just("near"), st.lists(operand, min_size=2, max_size=3), st.integers(0, 4))
    return st.recursive(
        st.one_of(leaf, near),
        lambda node: st.one_of(
            st.tuples(st.just("and"), st.lists(node, min_size=1, max_size=3)),
            st.tuples(st.just("or"), st.lists(node, min_size=1, max_size=3)),
            st.tuples(st.just("not"), node),
        ),
        max_leaves=8,
    )


def written(node):
    """A tree in the query language, every part in parentheses."""
    if isinstance(node, str):
        return f"={node}"
    match node[0]:
        case "not":
            return f"NOT ({written(node[1])})"
        case "near":
            return f" NEAR/{node[2]} ".join(f"({written(part)})" for part in node[1])
        case sign:
            return f" {sign.upper()} ".join(f"({written(part)})" for part in node[1])


def naive(node, stretch):
    """The positions that fulfil a tree in a stretch (field, position, word); None where it is not fulfilled."""
    if isinstance(node, str):
        return {place[:2] for place in stretch if place[2] == node} or None
    match node[0]:
        case "not":
            return set() if naive(node[1], stretch) is None else None
        case "and":
            found = [naive(part, stretch) for part in node[1]]
            return None if None in found else set().union(*found)
        case "or":
            found = [places for part in node[1] if (places := naive(part, stretch)) is not None]
            return set().union(*found) if found else None
        case _:
            chains = [
                places
                for places in product(*(naive(part, stretch) or set() for part in node[1]))
                if all(one[0] == two[0] and 0 < abs(one[1] - two[1]) <= node[2] + 1 for one, two in pairwise(places))
            ]
            return {place for places in chains for place in places} or None


def stretches(headline, paragraphs, within):
    """The headline with each paragraph, each sentence, or the whole; alone where nothing else is there."""
    head = [("headline", number, one) for number, one in enumerate(headline)]
    body, number = [], 0
    for paragraph in paragraphs:
        body.append([])
        for sentence in paragraph:
            body[-1].append([("text", number + index, one) for index, one in enumerate(sentence)])
            number += len(sentence)
    sentences = list(chain.from_iterable(body))
    parts = {
        "paragraph": [list(chain.from_iterable(paragraph)) for paragraph in body],
        "sentence": sentences,
        "update": [list(chain.from_iterable(sentences))],
    }[within]
    return [head + part for part in parts if part] or [head]


@settings(max_examples=300, deadline=None)
@given(
    trees(word), st.lists(word, max_size=4), text, st.sampled_from(["paragraph", "sentence", "update"]),
    st.lists(word, max_size=2), st.lists(word, max_size=1),
)  # fmt: skip
def test_the_matcher_agrees_with_trying_everything(tree, headline, paragraphs, within, none, every):
    watch = Watch(
        name="w",
        query=written(tree),
        all=tuple(f"={one}" for one in every),
        none=tuple(f"={one}" for one in none),
        within=within,
    )
    whole = ("and", [tree, *every, *(("not", one) for one in none)])
    try:
        matcher = compile_watches([watch], concepts={}, places=Gazetteer([]))
    except QueryError as error:
        assert "says nothing at all" in error.reason
        return
    written_text = "\n".join(" ".join(" ".join(sentence) + "." for sentence in part) for part in paragraphs)
    found = [naive(whole, stretch) for stretch in stretches(headline, paragraphs, within)]
    wanted = set().union(*(places for places in found if places is not None))
    fields = {"headline": " ".join(headline), "text": written_text}
    hits = matcher.match(fields["headline"], fields["text"], "any")
    told = {
        (match.field, len(fields[match.field][: match.start].replace(".", " ").split()))
        for hit in hits
        for match in hit.matches
    }
    assert told == wanted
