"""The deletion index must find exactly what a slow look at every word finds."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from codewords.match.fuzzy import LONGEST, FuzzyIndex

LETTERS = st.text(alphabet="abcd", min_size=1, max_size=9)
LEXICONS = st.dictionaries(st.text(alphabet="abcd", min_size=3, max_size=9), st.integers(0, 2), max_size=12)


def slow(word, lexicon):
    """Look at every word of the lexicon; give the nearest."""
    found = []
    for candidate, reach in lexicon.items():
        distance = OSA.distance(word, candidate)
        swapped_or_lost = distance == 1 and (word[:2] == candidate[1::-1] or word[0] == candidate[1])
        if reach and distance <= reach and (word[0] == candidate[0] or swapped_or_lost):
            found.append((candidate, distance))
    best = min((distance for _, distance in found), default=0)
    return sorted(item for item in found if item[1] == best)


@settings(max_examples=400)
@given(LETTERS, LEXICONS)
def test_the_index_agrees_with_a_slow_reference(word, lexicon):
    assert FuzzyIndex(lexicon, first=1).find(word) == slow(word, lexicon)


@settings(max_examples=200)
@given(LEXICONS.filter(lambda lexicon: any(lexicon.values())), st.data())
def test_one_edit_behind_the_first_letter_is_found(lexicon, data):
    candidate = data.draw(st.sampled_from([word for word, reach in lexicon.items() if reach]))
    place = data.draw(st.integers(1, len(candidate) - 1))
    typed = candidate[:place] + "x" + candidate[place + 1 :]
    assert FuzzyIndex(lexicon, first=1).find(typed)


def test_a_word_beyond_the_longest_is_not_looked_up():
    long = "a" * (LONGEST + 1)
    assert FuzzyIndex({long: 2}, first=1).find(long) == []


def test_an_empty_index_finds_nothing():
    assert FuzzyIndex({}, first=1).find("word") == []


def test_a_swap_and_a_lost_first_letter_are_found():
    index = FuzzyIndex({"cocaine": 1}, first=1)
    assert index.find("occaine") == [("cocaine", 1)]
    assert index.find("ocaine") == [("cocaine", 1)]
    assert index.find("locaine") == []
