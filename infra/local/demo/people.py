"""Who writes to the demo companies: names, numbers and addresses of France and West Africa."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import phonenumbers
from faker import Faker

# Domains that exist nowhere, so that no demo mail can ever reach somebody.
MAILBOXES = ("courriel.example", "maboite.example", "poste.example", "messagerie.example", "webmail.example")

FIRST = {
    "SN": (
        "Abdou Aminata Awa Babacar Bineta Binta Cheikh Coumba Daouda Diarra Fatou Ibrahima Khadija Khady Lamine Maimouna Malick Mame Mamadou Mariama "
        "Modou Moussa Ndeye Omar Ousmane Pape Rokhaya Seynabou Sokhna Souleymane"
    ),
    "CI": (
        "Adjoa Affoué Akissi Amenan Aya Brou Didier Drissa Fanta Ismaël Kader Kobenan Koffi Kouadio Mariam Moussa N'Dri Olivier Raïssa Salif Serge "
        "Siaka Tidiane Yao Yasmine Zié"
    ),
    "BJ": "Afi Bérénice Codjo Dossa Edwige Fidèle Gisèle Hervé Inès Justin Kossi Landry Mahutin Nadège Pélagie Rodrigue Sènami Togbé Ulrich Yvette",
    "CM": "Armand Brenda Carine Didier Estelle Flore Ghislain Hortense Ivan Joëlle Kévin Larissa Martial Nadine Olive Patrice Rachel Thierry",
}
LAST = {
    "SN": (
        "Ba Badji Cissé Dia Diagne Diallo Diatta Diop Diouf Fall Faye Gaye Gueye Kane Lo Mbaye Mbengue Ndiaye Ndour Niang Sagna Sall Samb Sarr Seck "
        "Sow Sy Thiam Touré Wade"
    ),
    "CI": (
        "Aka Assi Bamba Brou Coulibaly Dago Diabaté Diomandé Ehui Fofana Gnahoré Kacou Kanga Koné Konan Kouamé Kouassi Ouattara Tanoh Touré Traoré "
        "Yapi Yéo Zadi"
    ),
    "BJ": "Adjovi Agossou Ahouansou Akplogan Alapini Assogba Dossou Gbaguidi Hounkpatin Houngbédji Kpadé Sossa Soglo Tossou Zinsou",
    "CM": "Abena Atangana Biya'a Ekotto Etoundi Fotso Kamga Mbarga Mballa Ndongo Ngo Njoya Nkoulou Onana Tchamba Tchoumi",
}
# Where people live there: city → quarters.
CITIES = {
    "SN": {
        "Dakar": "Médina|Sicap Liberté 6|Grand Yoff|Parcelles Assainies U17|Mermoz|Ouakam|Yoff Layène|Point E",
        "Pikine": "Icotaf|Guinaw Rails|Tally Boumack", "Thiès": "Randoulène|Mbour 1|Cité Lamy", "Saint-Louis": "Sor|Ndar Toute|Pikine",
        "Kaolack": "Léona|Médina Baye|Ndorong", "Ziguinchor": "Boucotte|Lyndiane", "Mbour": "Grand Mbour|Saly Carrefour",
    },
    "CI": {
        "Abidjan": "Cocody Angré 7e tranche|Yopougon Maroc|Marcory Zone 4|Adjamé 220 Logements|Treichville Avenue 16|Abobo Baoulé|Koumassi Remblais",
        "Bouaké": "Air France 2|Commerce|Belleville", "San-Pédro": "Bardot|Cité", "Yamoussoukro": "Habitat|Millionnaire", "Daloa": "Tazibouo|Lobia",
        "Korhogo": "Soba|Petit Paris",
    },
    "BJ": {"Cotonou": "Akpakpa|Fidjrossè|Cadjèhoun|Vodjè", "Porto-Novo": "Ouando|Djassin", "Parakou": "Banikanni|Zongo"},
    "CM": {"Douala": "Akwa|Bonapriso|Bonamoussadi|Deïdo", "Yaoundé": "Bastos|Mvog-Ada|Nlongkak|Essos", "Bafoussam": "Tamdja|Banengo"},
}  # fmt: skip
FRANCE = (
    "Paris 75018", "Paris 75011", "Lyon 69003", "Lyon 69008", "Villeurbanne 69100", "Marseille 13005", "Marseille 13012", "Aix-en-Provence 13100",
    "Toulouse 31200", "Bordeaux 33000", "Pessac 33600", "Nantes 44300", "Saint-Nazaire 44600", "Rennes 35000", "Brest 29200", "Lille 59000",
    "Roubaix 59100", "Strasbourg 67000", "Mulhouse 68100", "Nancy 54000", "Metz 57000", "Dijon 21000", "Besançon 25000", "Grenoble 38000",
    "Chambéry 73000", "Saint-Étienne 42000", "Clermont-Ferrand 63000", "Limoges 87000", "Poitiers 86000", "La Rochelle 17000", "Tours 37000",
    "Orléans 45000", "Le Mans 72000", "Angers 49000", "Caen 14000", "Rouen 76000", "Le Havre 76600", "Amiens 80000", "Reims 51100",
    "Montpellier 34000", "Nîmes 30000", "Perpignan 66000", "Avignon 84000", "Toulon 83000", "Nice 06300", "Saint-Denis 93200", "Créteil 94000",
)  # fmt: skip
# Beginnings of mobile numbers as sold, and how many digits follow; France's fixed lines are those kept for fiction.
PHONES = {
    "FR": ((6, ("061", "062", "065", "066", "067", "068", "076", "077", "078"), 7), (3, ("019900", "026191", "035301", "046571", "053649"), 4)),
    "SN": ((1, ("77", "78", "76", "70"), 7),),
    "CI": ((1, ("07", "05", "01"), 8),),
    "BJ": ((1, ("0197", "0196", "0161", "0166"), 6),),
    "CM": ((1, ("67", "69", "65"), 7),),
}


@dataclass(frozen=True)
class Visitor:
    """`phone` in E.164; `typed` is how they write it."""

    first_name: str
    last_name: str
    email: str
    phone: str
    typed: str
    country: str
    address: str
    postcode: str
    city: str


class Crowd:
    """An endless row of visitors, the same for the same seed; nobody has the address or the number of another."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)
        self.fake = Faker("fr_FR")
        self.fake.seed_instance(seed)
        self.taken: set[str] = set()

    def visitor(self, origins: dict[str, int]) -> Visitor:
        """`FR-AO` is somebody with West African roots who lives in France."""
        origin = self.rng.choices(list(origins), list(origins.values()))[0]
        roots, country = (self.rng.choice(("SN", "CI", "BJ", "CM")), "FR") if origin == "FR-AO" else (origin, origin)
        first, last = self._name(roots)
        phone = self._once(lambda: self._phone(country))
        address, postcode, city = self._place(country)
        return Visitor(first, last, self._once(lambda: self._email(first, last)), phone, self._typed(phone), country, address, postcode, city)

    def _name(self, roots: str) -> tuple[str, str]:
        if roots == "FR":
            first = self.fake.first_name_female() if self._perhaps(0.5) else self.fake.first_name_male()
            return first, self.fake.last_name()
        return self.rng.choice(FIRST[roots].split()), self.rng.choice(LAST[roots].split())

    def _email(self, first: str, last: str) -> str:
        one, two = _plain(first), _plain(last)
        local = self.rng.choice((f"{one}.{two}", f"{one[0]}.{two}", f"{one}{two}", f"{two}.{one}", f"{one}.{two}{self.rng.randint(60, 99)}"))
        if f"{local}@" in self.taken or self._perhaps(0.15):
            local += str(self.rng.randint(1, 9999))
        return f"{local}@{self.rng.choice(MAILBOXES)}"

    def _phone(self, country: str) -> str:
        weights = [weight for weight, _, _ in PHONES[country]]
        _, starts, more = self.rng.choices(PHONES[country], weights)[0]
        digits = self.rng.choice(starts) + "".join(str(self.rng.randint(0, 9)) for _ in range(more))
        number = phonenumbers.parse(digits, country)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else ""

    def _typed(self, phone: str) -> str:
        """As people type: mostly with the country, in groups or in one."""
        number = phonenumbers.parse(phone)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if self._perhaps(0.6) else phone

    def _place(self, country: str) -> tuple[str, str, str]:
        if country == "FR":
            city, postcode = self.rng.choice(FRANCE).rsplit(" ", 1)
            return self.fake.street_address(), postcode, city
        city = self.rng.choice(list(CITIES[country]))
        quarter = self.rng.choice(CITIES[country][city].split("|"))
        door = self.rng.choice(("villa", "lot", "immeuble", "rue", "porte"))
        return f"{quarter}, {door} {self.rng.randint(1, 480)}", "", city

    def _perhaps(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _once(self, draw: Callable[[], str]) -> str:
        while True:
            drawn = draw()
            if drawn and drawn not in self.taken:
                self.taken.add(drawn)
                return drawn


def _plain(name: str) -> str:
    ascii_only = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in ascii_only if letter.isalnum())
