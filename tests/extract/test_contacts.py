"""Contacts: which platform, whose handle, and one key for all spellings. All handles and numbers are made up."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codewords.extract.contacts import contact_key, find_contacts
from codewords.match.pattern import PatternMatcher
from codewords.model import RuleSet
from codewords.results import Contact
from codewords.text.fold import fold
from codewords.text.tables import FoldTables

REGIONS = ("FR", "BE", "CH", "DE", "NL", "IT", "ES", "PT", "GB", "US")
SESSION_ID = "05" + "ab" * 32


class Finder:
    """Fold a text, run the contact patterns and read what they hit."""

    def __init__(self, rules: RuleSet, tables: FoldTables) -> None:
        self._tables = tables
        self._matcher = PatternMatcher([item for item in rules.patterns if item.id.startswith("contact.")])
        self._words = rules.tables

    def __call__(self, text: str, salt: str | None = None) -> tuple[Contact, ...]:
        light = fold(text, self._tables)
        hits, late = self._matcher.find(light.text)
        assert not late
        return find_contacts(light, text, hits, self._words, salt=salt)


@pytest.fixture(scope="module")
def find(rules: RuleSet, tables: FoldTables) -> Finder:
    """Give a finder over the bundled patterns, without the lexicons, which it does not need."""
    return Finder(rules, tables)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("snap : zz_fictif", "snapchat:zz_fictif"),
        ("zz_fictif sur snap", "snapchat:zz_fictif"),
        ("👻 zz_fictif", "snapchat:zz_fictif"),
        ("snapchat.com/add/zz_fictif", "snapchat:zz_fictif"),
        ("tg zz_fictif", "telegram:zz_fictif"),
        ("t.me/zz_fictif", "telegram:zz_fictif"),
        ("https://T.me/ZZ_Fictif", "telegram:zz_fictif"),
        ("@zz_fictif sur telegram", "telegram:zz_fictif"),
        ("𝓽𝓮𝓵𝓮𝓰𝓻𝓪𝓶 : 𝔃𝔃_𝓯𝓲𝓬𝓽𝓲𝓯", "telegram:zz_fictif"),
        ("✈️ zz_fictif", "telegram:zz_fictif"),
        ("t3l3gr4m: zz_fictif", "telegram:zz_fictif"),
        ("tele: zz_fictif", "telegram:zz_fictif"),
        ("wickr exemple38", "wickr:exemple38"),
        ("Pseudo : zz.fictif (Signal)", "signal:zz.fictif"),
        ("scrivi su Signal: zz.fictif", "signal:zz.fictif"),
        ("insta @zzfictif", "instagram:zzfictif"),
        ("instagram.com/zzfictif", "instagram:zzfictif"),
        ("discord.gg/zzfictif", "discord:zzfictif"),
        ("Threema: ABCD1234", "threema:abcd1234"),
        ("potato : zz_fictif", "potato:zz_fictif"),
        (SESSION_ID, f"session:{SESSION_ID}"),
        ("linktr.ee/ZZ_Fictif", "link:linktr.ee/zz_fictif"),
        ("écris à zz.fictif@exemple.test", "email:zz.fictif@exemple.test"),
        ("passe par @zz_fictif ce soir", "handle:zz_fictif"),
        ("pseudo : zz_fictif", "handle:zz_fictif"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "phone:+33612345678"),
        ("zéro sept quatre-vingt-dix-sept quatre-vingts vingt et un zéro zéro", "phone:+33797802100"),
        ("oh seven seven double oh nine oh oh one two three", "phone:+447700900123"),
        ("appelle 06 . 12 . 34 . 56 . 78", "phone:+33612345678"),
        ("📞 0 6 1 2 3 4 5 6 7 8", "phone:+33612345678"),
        ("wa.me/33612345678", "phone:+33612345678"),
    ],
)
def test_a_contact_is_found_with_its_platform_and_identity(find: Finder, text: str, key: str) -> None:
    assert [contact.key for contact in find(text)] == [key]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", ["MOBILE", "FIXED_LINE"])
@pytest.mark.parametrize("form", ["E164", "INTERNATIONAL", "NATIONAL"])
def test_numbers_of_ten_countries_get_the_key_that_phonenumbers_gives(
    find: Finder, region: str, kind: str, form: str
) -> None:
    number = phonenumbers.example_number_for_type(region, getattr(phonenumbers.PhoneNumberType, kind))
    assert number is not None
    written = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, form))
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert [contact.key for contact in find(f"appelle {written} ce soir")] == [f"phone:{expected}"]


def test_ten_digits_in_a_row_that_two_countries_write_alike_keep_their_digits() -> None:
    assert contact_key("phone", "0412345678") == "phone:0412345678"


@pytest.mark.parametrize("text", ["appelle 07 XX XX XX XX", "call 07700 900XXX", "+33 6 XX XX XX XX"])
def test_a_masked_number_is_a_contact_that_identifies_nobody(find: Finder, text: str) -> None:
    (contact,) = find(text)
    assert (contact.platform, contact.key) == ("phone", "")


@pytest.mark.parametrize(
    ("text", "platform"),
    [("Bestellung nur Threema", "threema"), ("add my snap", "snapchat"), ("insta en bio", "instagram")],
)
def test_a_platform_without_a_handle_is_a_contact_with_an_empty_one(
    find: Finder, text: str, platform: str
) -> None:
    (contact,) = find(text)
    assert (contact.platform, contact.handle, contact.key) == (platform, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "@user bonjour à toi",
        "rendez-vous le 06/07/2023 12:00",
        "il a 21 ans et 1 000 000 de vues",
        "le signal est fort, la session de 14h est complète",
        "oh snap, it rained again",
        "telegram messages are encrypted",
        "https://t.co/abc123 via twitter",
        "il y a 10 20 30 40 50 personnes",
        "potato: 500 g, butter: 20 g",
        "score final 21-17, 75-92 en NBA",
    ],
)
def test_ordinary_text_holds_no_contact(find: Finder, text: str) -> None:
    assert find(text) == ()


def test_two_platforms_that_share_a_handle_are_two_contacts(find: Finder) -> None:
    assert {contact.key for contact in find("snap/insta : zz_fictif")} == {
        "snapchat:zz_fictif",
        "instagram:zz_fictif",
    }


def test_a_handle_is_read_once_under_its_most_telling_pattern(find: Finder) -> None:
    text = "canal t.me/zz_fictif et snap @zz_autre"
    assert [(contact.platform, contact.handle) for contact in find(text)] == [
        ("telegram", "zz_fictif"),
        ("snapchat", "zz_autre"),
    ]


def test_the_handle_stands_as_written_and_the_span_lies_in_the_original(find: Finder) -> None:
    text = "🛵🛵 dispo, 𝓼𝓷𝓪𝓹 : 𝓩𝓩_𝓯𝓲𝓬𝓽𝓲𝓯 !"
    (contact,) = find(text)
    assert contact.handle == "𝓩𝓩_𝓯𝓲𝓬𝓽𝓲𝓯"
    assert text[contact.start : contact.end] == "𝓼𝓷𝓪𝓹 : 𝓩𝓩_𝓯𝓲𝓬𝓽𝓲𝓯"


@pytest.mark.parametrize(
    ("platform", "spellings"),
    [
        ("telegram", ["ZZ_Fictif", "@zz_fictif", "t.me/zz_fictif", "https://t.me/zz_fictif/", "𝔃𝔃_𝓯𝓲𝓬𝓽𝓲𝓯"]),
        ("snapchat", ["zz.fictif", "@ZZ.fictif", "snapchat.com/add/zz.fictif"]),
        ("instagram", ["zzfictif", "https://www.instagram.com/zzfictif"]),
        ("phone", ["06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78"]),
        ("link", ["linktr.ee/zz", "https://linktr.ee/ZZ/", "www.linktr.ee/zz"]),
    ],
)
def test_spellings_of_one_contact_share_a_key(platform: str, spellings: list[str]) -> None:
    assert len({contact_key(platform, spelling) for spelling in spellings}) == 1


def test_a_phone_number_given_for_an_app_is_the_same_identity() -> None:
    assert contact_key("whatsapp", "33612345678") == contact_key("phone", "06 12 34 56 78")


def test_a_salted_key_hides_the_handle_and_still_joins_spellings() -> None:
    key = contact_key("telegram", "@ZZ_Fictif", salt="s1")
    platform, _, digest = key.partition(":")
    assert (platform, len(digest)) == ("telegram", 32)
    assert "fictif" not in key
    assert key == contact_key("telegram", "t.me/zz_fictif", salt="s1")
    assert key != contact_key("telegram", "zz_fictif", salt="s2")


def test_the_salt_reaches_the_contacts_found_in_a_text(find: Finder) -> None:
    (contact,) = find("snap : zz_fictif", salt="s1")
    assert contact.key == contact_key("snapchat", "zz_fictif", salt="s1")


def test_an_empty_handle_has_no_key_even_with_a_salt() -> None:
    assert contact_key("snapchat", "", salt="s1") == ""


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("@:. +()06789xX/abz_snaptgtéro👻✈\n\ud800"), max_size=80))
def test_contacts_of_any_text_have_spans_inside_it(find: Finder, text: str) -> None:
    for contact in find(text):
        assert 0 <= contact.start < contact.end <= len(text)
        assert contact.handle in text[contact.start : contact.end]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["telegram", "phone", "link", "email", "handle"]), st.text(max_size=40))
def test_a_key_of_any_handle_is_empty_or_names_a_platform(platform: str, handle: str) -> None:
    key = contact_key(platform, handle)
    assert key == "" or key.split(":", 1)[0] in (platform, "phone")
