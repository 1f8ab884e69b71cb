"""Keys of numbers and handles, and numbers said in words. All are made up or of the ranges kept for fiction."""

from __future__ import annotations

import pytest

from codewords.extract.contacts import contact_key, find_contacts
from codewords.match.pattern import PatternHit
from codewords.model import Pattern
from codewords.text.view import View

TABLES = {
    "chat_apps": {"telegram": ("tg", "telegram"), "signal": ("signal",)},
    "social_apps": {"snapchat": ("snap",)},
    "app_emoji": {"snapchat": ("👻",)},
    "link_hosts": {"telegram": ("t.me",)},
    "social_hosts": {"instagram": ("instagram.com",)},
    "spoken_digits": {
        "0": ("zéro", "oh"), "1": ("un",), "2": ("deux",), "6": ("six",), "7": ("sept",), "10": ("dix",),
        "12": ("douze",), "17": ("dix-sept",), "20": ("vingt",), "30": ("trente",), "60": ("soixante",),
        "80": ("quatre-vingts", "quatre-vingt"),
    },
    "spoken_repeats": {"2": ("double",), "3": ("triple",)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("06 00 00 00 00", "+33600000000"),
        ("0600000000", "+33600000000"),
        ("01.00.00.00.00", "+33100000000"),
        ("0 6 0 0 0 0 0 0 0 0", "+33600000000"),
        ("0 700 000 000", "+33700000000"),
        ("06 000 000 00", "0600000000"),
        ("06 0 00 00 00 0", "+33600000000"),
        ("0 500 000 000", "0500000000"),
        ("0470 00 00 00", "+32470000000"),
        ("079 000 00 00", "+41790000000"),
        ("07700 900123", "+447700900123"),
        ("0151 0000000", "+491510000000"),
        ("06 00000000", "+31600000000"),
        ("333 000 0000", "+393330000000"),
        ("02 0000 0000", "+390200000000"),
        ("600 000 000", "+34600000000"),
        ("912 000 000", "+351912000000"),
        ("(212) 555-0100", "+12125550100"),
        ("212-555-0100", "+12125550100"),
        ("212.555.0100", "2125550100"),
        ("212 555 0100", "2125550100"),
        ("+33 (0)6 00 00 00 00", "+33600000000"),
        ("+33 06 00 00 00 00", "+33600000000"),
        ("+39 02 0000 0000", "+390200000000"),
        ("+31 0 6 0000 0000", "+31600000000"),
        ("0044 7700 900123", "+447700900123"),
        ("+1 212 555 0100", "+12125550100"),
        (" +33600000000", "+33600000000"),
        ("٠٦ ٠٠ ٠٠ ٠٠ ٠٠", "+33600000000"),
    ],
)
def test_the_way_a_number_is_grouped_tells_its_country(written: str, key: str) -> None:
    assert contact_key("phone", written) == f"phone:{key}"


@pytest.mark.parametrize("written", ["06 xx xx xx xx", "06 00 00 00 **", "06 00 00 00 0•• ", "", "appelle", "+"])
def test_a_number_that_is_masked_or_has_no_digits_has_no_key(written: str) -> None:
    assert contact_key("phone", written) == ""


@pytest.mark.parametrize(
    ("platform", "handle", "key"),
    [
        ("whatsapp", "33600000000", "phone:+33600000000"),
        ("whatsapp", "06 00 00 00 00", "phone:+33600000000"),
        ("signal", "+33600000000", "phone:+33600000000"),
        ("viber", "0033 6 00 00 00 00", "phone:+33600000000"),
        ("snapchat", "0600000000", "snapchat:0600000000"),
        ("telegram", "1234567", "telegram:1234567"),
        ("telegram", "t.me/s/ZZ_Fictif/", "telegram:zz_fictif"),
        ("telegram", "@ zz_fictif.", "telegram:zz_fictif"),
        ("telegram", "  zz_fictif ", "telegram:zz_fictif"),
        ("instagram", "https://www.instagram.com/@zz_fictif", "instagram:zz_fictif"),
        ("link", "HTTPS://www.linktr.ee/ZZ//", "link:linktr.ee/zz"),
        ("link", "zz.me/c/x", "link:zz.me/c/x"),
        ("email", "ZZ@exemple.test", "email:zz@exemple.test"),
        ("handle", "ＺＺ_Straße", "handle:zz_strasse"),
        ("handle", "@", ""),
        ("link", "https://", ""),
    ],
)
def test_a_key_names_the_platform_and_who_it_is(platform: str, handle: str, key: str) -> None:
    assert contact_key(platform, handle) == key


def test_a_salted_key_is_the_same_on_every_machine() -> None:
    assert contact_key("telegram", "zz", salt="s") == "telegram:46a1e993eeee77f9d29b2898dfe479b7"
    assert contact_key("whatsapp", "33600000000", salt="s") == contact_key("phone", "06 00 00 00 00", salt="s")
    assert contact_key("handle", "\ud800", salt="s").startswith("handle:")


def hit(id_: str, text: str, whole: str, extract: str = "contact", **groups: str) -> PatternHit:
    """Give the hit of a pattern on a part of a text, with groups that are parts of it."""
    start = text.index(whole)
    places = {
        name: (text.index(part, start), text.index(part, start) + len(part)) for name, part in groups.items()
    }
    pattern = Pattern(f"contact.{id_}", "contact", "", "", extract=extract)
    return PatternHit(pattern, start, start + len(whole), places)


def found(text: str, *hits: PatternHit, salt: str | None = None) -> list[tuple[str, str, str, str]]:
    """Give platform, handle, key and span of the contacts in a text."""
    contacts = find_contacts(View(text.lower()), text, hits, TABLES, salt=salt)
    return [(c.platform, c.handle, c.key, text[c.start : c.end]) for c in contacts]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("zéro six douze vingt", "061220"),
        ("soixante dix sept", "77"),
        ("soixante douze", "72"),
        ("soixante dix", "70"),
        ("vingt deux trente un", "2231"),
        ("vingt zéro", "200"),
        ("vingt dix", "2010"),
        ("quatre-vingts dix-sept", "97"),
        ("quatre-vingt deux six", "826"),
        ("double oh triple sept", "00777"),
        ("double vingt", "2020"),
        ("vingt 5 six", "2056"),
        ("dix-sept", "17"),
        ("zérosix un", "1"),
    ],
)
def test_numbers_said_in_words_become_digits(said: str, digits: str) -> None:
    ((platform, written, key, _),) = found(said, hit("said", said, said, spoken=said))
    assert (platform, written) == ("phone", said)
    assert key == contact_key("phone", digits)


def test_the_group_of_a_pattern_tells_the_platform() -> None:
    text = "06 00 00 00 00 zz@exemple.test linktr.ee/zz tg ZZ_a t.me/zz_b @zz_c odd zz_d what.me/zz_e insta"
    hits = [
        hit("number", text, "06 00 00 00 00", number="06 00 00 00 00"),
        hit("email", text, "zz@exemple.test", email="zz@exemple.test"),
        hit("page", text, "linktr.ee/zz", page="linktr.ee/zz"),
        hit("app", text, "tg ZZ_a", platform="tg", handle="ZZ_a"),
        hit("host", text, "t.me/zz_b", host="t.me", handle="zz_b"),
        hit("at", text, "@zz_c", handle="zz_c"),
        hit("odd", text, "odd zz_d", platform="odd", handle="zz_d"),
        hit("what", text, "what.me/zz_e", host="what.me", handle="zz_e"),
        hit("bare", text, "insta"),
        hit("other", text, "tg", extract="price"),
    ]
    assert found(text, *reversed(hits)) == [
        ("phone", "06 00 00 00 00", "phone:+33600000000", "06 00 00 00 00"),
        ("email", "zz@exemple.test", "email:zz@exemple.test", "zz@exemple.test"),
        ("link", "linktr.ee/zz", "link:linktr.ee/zz", "linktr.ee/zz"),
        ("telegram", "ZZ_a", "telegram:zz_a", "tg ZZ_a"),
        ("telegram", "zz_b", "telegram:zz_b", "t.me/zz_b"),
        ("handle", "zz_c", "handle:zz_c", "@zz_c"),
        ("handle", "zz_d", "handle:zz_d", "odd zz_d"),
        ("link", "zz_e", "link:zz_e", "what.me/zz_e"),
        ("handle", "", "", "insta"),
    ]


def test_two_platforms_of_one_handle_are_told_once_each_in_the_order_of_their_names() -> None:
    text = "tg snap zz, tg signal zz"
    both = hit("two", text, "tg snap zz", platform="tg", other="snap", handle="zz")
    assert [item[0] for item in found(text, both)] == ["snapchat", "telegram"]
    same = hit("two", text, "tg snap zz", platform="tg", other="tg", handle="zz")
    assert [item[0] for item in found(text, same)] == ["telegram"]


def test_where_patterns_overlap_a_link_wins_then_a_named_platform_then_the_longer() -> None:
    text = "tg t.me/zz_b @zz_b"
    link = hit("z", text, "t.me/zz_b", host="t.me", handle="zz_b")
    named = hit("b", text, "tg t.me/zz_b @zz_b", platform="tg", handle="zz_b")
    plain = hit("a", text, "tg t.me/zz_b @zz_b", handle="zz_b")
    short = hit("a", text, "@zz_b", handle="zz_b")
    assert [item[3] for item in found(text, plain, named, link)] == ["t.me/zz_b"]
    assert [item[0] for item in found(text, plain, named, short)] == ["telegram"]
    assert [item[3] for item in found(text, short, plain)] == ["tg t.me/zz_b @zz_b"]
    assert [item[3] for item in found(text, short, link)] == ["t.me/zz_b", "@zz_b"]
    unnamed = hit("a", text, "tg", platform="tg")
    assert [item[0] for item in found(text, unnamed, hit("b", text, "tg t.me", handle="t.me"))] == ["handle"]


def test_hits_that_only_touch_are_both_read() -> None:
    text = "@zz_a@zz_b"
    assert [item[1] for item in found(text, hit("a", text, "@zz_a", handle="zz_a"), hit("b", text, "@zz_b", handle="zz_b"))] == [
        "zz_a", "zz_b",
    ]  # fmt: skip


def test_a_number_in_digits_is_not_looked_up_as_words() -> None:
    text = "06 trois"
    ((_, _, key, _),) = found(text, hit("n", text, text, number=text))
    assert key == "phone:06"


def test_a_salt_reaches_every_contact() -> None:
    text = "tg zz"
    ((_, handle, key, _),) = found(text, hit("a", text, text, platform="tg", handle="zz"), salt="s")
    assert (handle, key) == ("zz", contact_key("telegram", "zz", salt="s"))
