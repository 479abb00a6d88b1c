"""Names in running text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.names.index import Index
from bot.names.scan import Mention, scan
from tests.names import tables

INDEX = tables.index()


def found(index: Index, text: str) -> list[tuple[str, str]]:
    """The words of the text that were found, and the entry (or entries) they may mean."""
    return [(text[mention.start : mention.end], "/".join(mention.entities)) for mention in scan(index, text)]


def test_names_are_found_where_they_stand(index: Index) -> None:
    """Each name with its place; brands, codes, numbers and trials alike."""
    text = "On Afinitor® (everolimus) after RADIANT-3; next: 177Lu-DOTATATE, see NCT01578239."
    assert found(index, text) == [
        ("Afinitor", "everolimus"),
        ("everolimus", "everolimus"),
        ("RADIANT-3", "radiant-3"),
        ("177Lu-DOTATATE", "lutetium-177-dotatate"),
        ("NCT01578239", "netter-1"),
    ]


def test_the_longest_name_wins(index: Index) -> None:
    """CAPTEM is not capecitabine and temozolomide one by one."""
    assert found(index, "capecitabine and temozolomide since May") == [("capecitabine and temozolomide", "captem")]


def test_a_nickname_names_all_it_may_mean(index: Index) -> None:
    """Which PRRT is meant, a text does not say."""
    assert found(index, "my third PRRT") == [("PRRT", "lutetium-177-dotatate/lutetium-177-edotreotide")]


def test_never_inside_a_word_or_an_address(index: Index) -> None:
    """A name inside another word or an address is no mention."""
    assert (
        found(index, "xlanreotidex, https://example.org/lanreotide, www.example.org/NCT02678780, a@lanreotide.org")
        == []
    )


def test_sentences_do_not_run_together(index: Index) -> None:
    """A name does not reach over the end of a sentence."""
    assert found(index, "We used lutetium. Dotatate came later.") == [
        ("lutetium", "lutetium-177-dotatate/lutetium-177-edotreotide"),
        ("Dotatate", "lutetium-177-dotatate/gallium-68-dotatate/copper-64-dotatate/actinium-225-dotatate"),
    ]


def test_an_ordinary_word_is_a_name_only_where_it_is_written_as_one(index: Index) -> None:
    """A cabinet in the kitchen is no trial."""
    text = "The cabinet in the kitchen has talent. The cabinet trial and COMPETE do not."
    assert found(index, text) == [("cabinet", "cabinet"), ("COMPETE", "compete")]


def test_misspelt_words_are_left_alone(index: Index) -> None:
    """Running text is never guessed at."""
    assert found(index, "evrolimus and sorafenib") == []


@settings(deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    """Places lie in the text, in order, and do not overlap."""
    end = 0
    for mention in scan(INDEX, text):
        assert isinstance(mention, Mention)
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
