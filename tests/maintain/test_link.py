"""Accounts joined by contacts, and shops followed from account to account; results made by hand."""

import datetime as dt
import itertools
import json
import random
import xml.etree.ElementTree as ET

import pytest

from codewords.maintain.link import Linker
from codewords.maintain.linkage import BESIDE, MOVED, to_dict
from codewords.maintain.stored import Stored
from codewords.results import Contact, RulesetRef, ScanResult

pytest.importorskip("networkx")

DAY_0 = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
LINES = itertools.count(1)


def post(account, *keys, day=None, platform="tiktok", label="offer", relocates=False):
    result = ScanResult(
        label=label,
        points=1.0,
        score=0.7,
        action="review",
        categories=("relocation",) if relocates else ("sale",),
        substances=(),
        matches=(),
        prices=(),
        contacts=tuple(Contact(key.partition(":")[0], "", key, 0, 1) for key in keys),
        detections=(),
        unknown=(),
        near_misses=(),
        skipped=(),
        contributions=(),
        surface="post",
        lang=None,
        ruleset=RulesetRef("2026.11.0", "0" * 64, "default", "0.1.0"),
    )
    time = None if day is None else DAY_0 + dt.timedelta(days=day)
    return Stored(next(LINES), "", result, account=account, platform=platform, time=time)


def link(*posts, **options):
    linker = Linker()
    for item in posts:
        linker.add(item)
    return linker.link(**options)


def names(cluster):
    return [account.name for account in cluster.accounts]


def test_accounts_that_share_a_contact_are_one_cluster_across_platforms():
    found = link(
        post("zz_a", "telegram:zz_x"),
        post("zz_b", "telegram:zz_x", "snapchat:zz_y", platform="snapchat"),
        post("zz_c", "snapchat:zz_y", platform="x"),
        post("zz_d", "telegram:zz_other"),
    )
    (cluster,) = found.clusters
    assert names(cluster) == ["zz_a", "zz_b", "zz_c"]
    assert cluster.platforms == ("tiktok", "snapchat", "x")
    assert (found.alone, found.offers) == (1, 4)


def test_the_same_name_on_two_platforms_is_two_accounts():
    found = link(post("zz_a", "telegram:zz_x"), post("zz_a", "telegram:zz_y", platform="x"))
    assert (found.clusters, found.alone) == ((), 2)


def test_only_offers_join_since_anybody_may_quote_a_dealer():
    found = link(post("zz_a", "telegram:zz_x"), post("zz_warns", "telegram:zz_x", label="talk"))
    assert (found.clusters, found.offers) == ((), 1)


def test_a_contact_that_names_nobody_joins_nothing():
    found = link(post("zz_a", ""), post("zz_b", ""))
    assert (found.clusters, found.silent) == ((), 2)


def test_offers_without_an_account_are_counted_and_join_nothing():
    found = link(post("", "telegram:zz_x"), post("zz_a", "telegram:zz_x"))
    assert (found.clusters, found.nameless, found.alone) == ((), 1, 1)


def test_a_contact_of_too_many_accounts_is_told_and_joins_nothing():
    posts = [post(f"zz_{n}", "link:zz-fictif.example") for n in range(5)]
    (cluster,) = link(*posts, hub=5).clusters
    assert len(cluster.accounts) == 5
    found = link(*posts, hub=4)
    assert (found.clusters, found.alone) == ((), 5)
    assert [(hub.key, len(hub.accounts)) for hub in found.hubs] == [("link:zz-fictif.example", 5)]


def test_a_hub_does_not_hide_what_else_joins():
    posts = [post(f"zz_{n}", "link:zz-fictif.example", f"telegram:zz_{n // 2}") for n in range(6)]
    assert [names(cluster) for cluster in link(*posts, hub=4).clusters] == [
        ["zz_0", "zz_1"],
        ["zz_2", "zz_3"],
        ["zz_4", "zz_5"],
    ]


def test_an_account_that_another_names_is_joined_by_its_own_name():
    found = link(post("zz_a", "telegram:zz_shop"), post("ZZ_Shop", platform="telegram"))
    (cluster,) = found.clusters
    assert names(cluster) == ["zz_a", "ZZ_Shop"]
    assert cluster.channels[0].owner == ("telegram", "ZZ_Shop")


def test_a_contact_that_alone_holds_a_cluster_is_marked():
    found = link(
        post("zz_a", "telegram:zz_x"),
        post("zz_b", "telegram:zz_x", "phone:1", "phone:2"),
        post("zz_c", "phone:1", "phone:2"),
    )
    held = {channel.key: channel.holds for channel in found.clusters[0].channels}
    assert held == {"telegram:zz_x": True, "phone:1": False, "phone:2": False}


def test_an_account_that_falls_silent_has_moved_and_one_that_goes_on_stands_beside():
    found = link(
        post("zz_old", "telegram:zz_x", day=0),
        post("zz_old", "telegram:zz_x", day=10),
        post("zz_new", "telegram:zz_x", day=12, platform="x"),
        post("zz_new", "telegram:zz_x", day=60, platform="x"),
        post("zz_third", "telegram:zz_x", day=20),
    )
    first, second = found.clusters[0].moves
    assert (first.source[1], first.target[1], first.kind, first.gap) == ("zz_old", "zz_new", MOVED, 2.0)
    assert (second.source[1], second.target[1], second.kind, second.gap) == ("zz_new", "zz_third", BESIDE, -40.0)
    assert first.keys == ("telegram:zz_x",)


def test_days_of_overlap_up_to_the_silence_still_count_as_a_move():
    posts = (
        post("zz_old", "telegram:zz_x", day=0),
        post("zz_old", "telegram:zz_x", day=5),
        post("zz_new", "telegram:zz_x", day=2),
    )
    assert [move.kind for move in link(*posts, silence=3).clusters[0].moves] == [MOVED]
    assert [move.kind for move in link(*posts, silence=2).clusters[0].moves] == [BESIDE]


def test_a_shop_follows_the_account_with_which_it_shares_a_contact_and_not_any_of_the_cluster():
    found = link(
        post("zz_a", "telegram:zz_x", day=0),
        post("zz_b", "telegram:zz_x", "phone:1", day=5),
        post("zz_c", "telegram:zz_x", day=9),
        post("zz_d", "phone:1", day=10),
    )
    assert [(move.source[1], move.target[1]) for move in found.clusters[0].moves] == [
        ("zz_a", "zz_b"),
        ("zz_b", "zz_c"),
        ("zz_b", "zz_d"),
    ]


@pytest.mark.parametrize(("day", "announced"), [(4, True), (11, True), (20, False)])
def test_a_move_is_announced_when_either_account_says_so_near_its_time(day, announced):
    found = link(
        post("zz_old", "telegram:zz_x", day=0),
        post("zz_new", "telegram:zz_x", day=5),
        post("zz_new", "telegram:zz_x", day=day, relocates=True)
        if day > 5
        else post("zz_old", day=day, relocates=True),
    )
    assert found.clusters[0].moves[0].announced is announced


def test_without_times_accounts_are_joined_and_no_move_is_claimed():
    (cluster,) = link(post("zz_a", "telegram:zz_x"), post("zz_b", "telegram:zz_x")).clusters
    assert (cluster.span, cluster.moves, names(cluster)) == (None, (), ["zz_a", "zz_b"])


def test_the_order_of_the_lines_does_not_matter():
    posts = [
        post(f"zz_{n}", f"telegram:zz_{n % 3}", f"phone:{n % 4}", day=n, relocates=n % 2 == 0) for n in range(24)
    ]
    told = json.dumps(to_dict(link(*posts)))
    random.Random(3).shuffle(posts)
    assert json.dumps(to_dict(link(*posts))) == told


def test_graphml_holds_both_sides_and_says_which_edges_join():
    posts = [post(f"zz_{n} <&>", "link:zz-fictif.example", f"telegram:zz_{n // 2}", day=n) for n in range(4)]
    root = ET.fromstring(link(*posts, hub=3).graphml())
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(root.findall(f".//{space}node")) == 4 + 3
    keys = {key.get("attr.name"): key.get("id") for key in root.findall(f"{space}key")}
    joined = [
        data.text for data in root.findall(f".//{space}edge/{space}data") if data.get("key") == keys["joined"]
    ]
    assert sorted(joined) == ["False"] * 4 + ["True"] * 4
    assert {"cluster", "first", "hub", "kind", "label", "last", "offers", "platform"} <= set(keys)


def test_nothing_at_all_is_no_cluster():
    found = link()
    assert (found.clusters, found.hubs, found.alone) == ((), (), 0)
    ET.fromstring(found.graphml())
