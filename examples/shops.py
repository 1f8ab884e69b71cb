# ruff: noqa: INP001  a script, not a package
"""Write fictional messages of half a year: shops that move from account to account, and people who just talk.

    python examples/shops.py > shops.jsonl

Every line has `id`, `text`, `surface`, `account`, `platform`, `time` and the true `label`. The same seed gives
the same lines. No handle, number or shop in it exists.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from collections.abc import Iterator, Sequence
from typing import Any

START = dt.datetime(2026, 4, 1, 8, tzinfo=dt.UTC)
DAYS = 184
PLATFORMS = ("tiktok", "instagram", "snapchat", "x", "telegram")
SURFACES = {"tiktok": "video", "instagram": "post", "snapchat": "post", "x": "post", "telegram": "post"}

GOODS: dict[str, tuple[tuple[str, int], ...]] = {
    "fr": (("beuh", 9), ("shit", 6), ("filtré", 8), ("coke", 65), ("md", 35), ("kéta", 32), ("🥦 amnesia", 10)),
    "en": (("weed", 9), ("coke", 75), ("ket", 28), ("mdma", 30), ("hash", 7), ("bud", 10)),
    "es": (("maría", 6), ("hachís", 5), ("farlopa", 58), ("keta", 30), ("cogollos", 7)),
    "odd": (("plombix", 60), ("zalouche", 9)),
}
FRAMES = {
    "fr": (
        "{menu}\nlivraison 7j/7 {place}, min 50€\n{contact}",
        "🔌 la carte du soir 🔌\n{menu}\n{contact}",
        "{menu} dispo ce soir, on livre tout {place}. {contact}",
        "réassort ✅ {menu}, meilleure qualité, remise en main propre {place}, {contact}",
    ),
    "en": (
        "menu tonight 🔌\n{menu}\nsame day drops {place}, {contact}",
        "{menu}, top quality, delivery {place} till 2am. {contact}",
        "restocked ✅ {menu}. discreet drops, {contact}",
    ),
    "es": (
        "carta de hoy 🔌\n{menu}\nentrega a domicilio en {place}, {contact}",
        "{menu}, buena calidad, envío discreto, {contact}",
    ),
}
MOVES = {
    "fr": (
        "Ancien compte banni, nouveau canal {contact}, même équipe, {word} toujours dispo",
        "compte signalé, on continue ici : {contact} — {word} et le reste, même menu",
    ),
    "en": ("old account got banned, new channel {contact}, same team, {word} still in stock",),
    "es": ("cuenta cerrada, nuevo canal {contact}, mismo equipo, {word} disponible",),
}
COURIERS = {
    "fr": "On recrute des livreurs pour la {word}, 150€ par soir en espèces, scooter fourni, {contact}",
    "en": "looking for drivers to drop {word}, 120 a night cash, {contact}",
    "es": "buscamos repartidores de {word}, 100€ por noche en efectivo, {contact}",
}
PLACES = {"fr": ("Lille", "le 92", "Nantes"), "en": ("Leeds", "south side"), "es": ("Valencia", "Madrid centro")}
TALK = (
    ("Saisie de {n} kg de cocaïne au port : trois hommes placés en garde à vue, annonce le parquet.", "talk"),
    ("Mon frère a arrêté la kéta il y a {n} mois, parlez-en à un médecin si vous consommez", "talk"),
    ("quelqu'un a un plan beuh sur Nantes svp ?", "talk"),
    ("police seized {n} kilos of weed near the harbour, says the paper", "talk"),
    ("la policía incauta {n} kilos de hachís en la costa", "talk"),
    ("ce film parle d'un dealer de coke qui change de vie, noté {n}/100", "talk"),
)
VAGUE = (
    "dispo ce soir, viens en pv",
    "carte à jour en story, mp",
    "réassort ✅ snap pour le menu",
    "menu updated, dm me",
)
"""Offers that name nothing: hard for anybody."""

LIFE = (
    "marché de Noël : vin chaud {n} €, crêpes 3 €, venez nombreux",
    "qui vient au foot samedi à {n}h ? on est {n} pour l'instant",
    "training at {n} tonight, bring water and the good ball",
    "menu du midi {n} €, livraison offerte dès 25 €, commande au 06 00 00 00 00",
    "vends vélo taille M, {n} €, remise en main propre, mp",
    "se vende bicicleta por {n} euros, casi nueva, mensaje privado",
    "la neige est enfin là ❄️ forfait journée {n} €",
    "new video is up, link in bio, {n} recipes with flour and butter",
    "je cherche une coloc à Lyon, {n}0 € charges comprises",
    "plants de tomates {n}€ les 10, récolte du jardin, mp pour réserver",
    "herbe fraîche du jardin, menthe {n}€ le kilo, livraison samedi",
    "sneakers 90€ la paire, 2 pour 160€, taille 4{d}, envoi possible",
)
HUB = "t.me/zz_fictif_annuaire"
"""A directory that many shops name: it joins nothing."""


class Shop:
    """Make the messages of one shop over its life.

    Args:
        number: its number; names and channels follow from it.
    """

    def __init__(self, number: int, rng: random.Random) -> None:
        self._rng = rng
        self._lang = rng.choice(("fr", "fr", "fr", "en", "es"))
        self._goods = rng.sample(GOODS[self._lang], k=min(4, len(GOODS[self._lang])))
        if rng.random() < 0.3:
            self._goods = [*self._goods[:2], rng.choice(GOODS["odd"])]
        self._sign = rng.choice(("€", "€", " CHF")) if self._lang == "fr" else {"en": "£", "es": "€"}[self._lang]
        self._level = rng.uniform(0.8, 1.3)
        self._name = f"zz_fictif_{rng.choice(('docks', 'nuit', 'carte', 'lune', 'express', 'verde'))}{number}"
        number_ = f"06 00 00 {number:02d} 00"
        names = (
            f"telegram @{self._name}",
            f"snap : {self._name}",
            f"whatsapp {number_}",
            f"telegram @{self._name}_bis",
        )
        self._all = [*rng.sample(names, k=4), f"signal @{self._name}.01", f"snap {self._name}_new"]
        self._channels = self._all[:2]
        self._hub = number % 2 == 0

    def posts(self) -> Iterator[dict[str, Any]]:
        """Give its messages: accounts follow each other, most fall silent when the next begins."""
        rng = self._rng
        begin = rng.uniform(0, DAYS * 0.5)
        accounts = rng.choice((1, 1, 2, 2, 3, 4, 5))
        for index in range(accounts):
            platform = rng.choice(PLATFORMS)
            name = f"{self._name}_{index + 1}" if index else self._name
            self._channels = self._all[index : index + 2]
            end = begin + rng.uniform(12, 45)
            for _ in range(rng.randint(4, 16)):
                moment = rng.uniform(begin, end)
                yield self._row(name, platform, moment, self._offer())
            if index:
                yield self._row(name, platform, begin, self._moved())
            if rng.random() < 0.3:
                yield self._row(name, platform, rng.uniform(begin, end), self._courier())
            begin = end + rng.uniform(-6, 9)
            if begin > DAYS:
                return

    def _row(self, account: str, platform: str, moment: float, text: str) -> dict[str, Any]:
        surface = "bio" if self._rng.random() < 0.08 else SURFACES[platform]
        return _row(text, "offer", surface, account, platform, moment)

    def _contact(self) -> str:
        if self._hub and self._rng.random() < 0.15:
            return HUB
        return self._rng.choice(self._channels)

    def _offer(self) -> str:
        rng = self._rng
        if rng.random() < 0.06:
            return rng.choice(VAGUE)
        lines = []
        for word, gram in rng.sample(self._goods, k=rng.randint(1, min(3, len(self._goods)))):
            ladder = []
            for grams in rng.choice(((1, 5), (2, 5, 10), (5, 10), (10, 25), (1,))):
                price = max(5, round(gram * self._level * grams**0.92 * rng.uniform(0.92, 1.08) / 5) * 5)
                ladder.append(f"{grams}g {price}{self._sign}")
            lines.append(f"{_disguised(word, rng)} {' / '.join(ladder)}")
        place = rng.choice(PLACES[self._lang])
        frame = rng.choice(FRAMES[self._lang])
        return frame.format(menu="\n".join(lines), place=place, contact=self._contact())

    def _moved(self) -> str:
        word = self._goods[0][0]
        return self._rng.choice(MOVES[self._lang]).format(contact=self._channels[0], word=word)

    def _courier(self) -> str:
        return COURIERS[self._lang].format(word=self._goods[0][0], contact=self._rng.choice(self._channels))


def _disguised(word: str, rng: random.Random) -> str:
    """Write a word as people do who fear a filter, now and then."""
    if len(word) < 4 or rng.random() > 0.15:
        return word
    return rng.choice((word.replace("e", "3").replace("o", "0"), ".".join(word), word[0] + word[1] * 3 + word[2:]))


def _row(text: str, label: str, surface: str, account: str, platform: str, moment: float) -> dict[str, Any]:
    time = START + dt.timedelta(minutes=round(moment * 1440))
    return {
        "text": text,
        "surface": surface,
        "account": account,
        "platform": platform,
        "time": time.isoformat(),
        "label": label,
    }


def _people(count: int, rng: random.Random) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        text, label = rng.choice(TALK) if rng.random() < 0.18 else (rng.choice(LIFE), "none")
        platform = rng.choice(PLATFORMS[:4])
        surface = rng.choice((SURFACES[platform], "comment", "comment", "dm"))
        account = f"zz_fictif_gens{rng.randint(1, 400)}"
        text = text.format(n=rng.randint(8, 60), d=rng.randint(0, 5))
        yield _row(text, label, surface, account, platform, rng.uniform(0, DAYS))


def messages(count: int = 4000, *, shops: int = 34, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Give so many messages in the order of their time.

    Args:
        count: messages in all, at most.
        shops: shops among their authors.
    """
    rng = random.Random(seed)  # noqa: S311  nothing secret
    offers = [post for number in range(1, shops + 1) for post in Shop(number, rng).posts()]
    rows = [*offers[:count], *_people(max(0, count - len(offers)), rng)]
    for number, row in enumerate(sorted(rows, key=lambda item: item["time"]), 1):
        yield {"id": f"m{number}", **row}


def main(arguments: Sequence[str]) -> None:
    """Print as many lines as the first argument says, 4,000 without one."""
    for row in messages(int(arguments[0]) if arguments else 4000):
        print(json.dumps(row, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
