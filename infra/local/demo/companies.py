"""Who the demo companies are: teams, staff, senders and forms. Plain data, read by `founding` and `plan`."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass, field

from infra.local.demo.forms import COMPTOIR, CREDIT, SOLAR, FormWanted

PASSWORD = "traverse-la-passerelle"
"""Of every demo account."""


@dataclass(frozen=True)
class Member:
    """`converts`: the share of those reached who say yes. `pace`: 1 is usual, less is quicker."""

    name: str
    role: str
    team: str | None = None
    converts: float = 0.4
    pace: float = 1.0

    def email(self, domain: str) -> str:
        plain = unicodedata.normalize("NFD", self.name.lower()).encode("ascii", "ignore").decode()
        return plain.replace("'", "").replace(" ", ".") + f"@{domain}"


@dataclass(frozen=True)
class Team:
    """`works`: whether its leads are called by agents or by sellers."""

    key: str
    name: str
    method: str
    kind: str = "call_centre"
    works: str = "agent"
    hours: tuple[str, str, str] | None = None
    """From when to when, from Monday to Saturday, and in which zone; None: always open."""


@dataclass(frozen=True)
class Company:
    """`origins`: where its visitors live, by weight. `persons`: how many wrote; `returning`: how many of them wrote twice."""

    key: str
    name: str
    domain: str
    timezone: str
    country: str
    totp: bool
    teams: tuple[Team, ...]
    staff: tuple[Member, ...]
    forms: tuple[FormWanted, ...]
    origins: dict[str, int]
    persons: int
    returning: int
    away: tuple[str, ...] = field(default_factory=tuple)
    """Who is on pause today."""

    def has_totp(self, member: Member) -> bool:
        return self.totp or member.role == "admin"

    def team(self, key: str) -> Team:
        return next(team for team in self.teams if team.key == key)


SUPER_ADMIN = Member("Nadège Simon", "super_admin")
PLATFORM_DOMAIN = "passerelle.example"


def totp_secret(email: str) -> str:
    """The same on every machine, so that an authenticator application may keep it."""
    return base64.b32encode(hashlib.sha256(f"demo:{email}".encode()).digest()[:20]).decode()


SOLEIL_VERT = Company(
    key="soleil",
    name="Soleil Vert",
    domain="soleil-vert.example",
    timezone="Europe/Paris",
    country="FR",
    totp=True,
    teams=(
        Team("lyon", "Horizon Contact (Lyon)", "push"),
        Team("dakar", "Téranga Appels (Dakar)", "push", hours=("08:00", "19:00", "Africa/Dakar")),
        Team("conseil", "Conseillers internes", "manual", kind="back_office"),
    ),
    staff=(
        Member("Claire Fontaine", "admin"),
        Member("Julien Mercier", "agent", "lyon", 0.46, 0.7),
        Member("Léa Caron", "agent", "lyon", 0.41, 0.9),
        Member("Karim Haddad", "agent", "lyon", 0.44, 1.0),
        Member("Manon Perrin", "agent", "lyon", 0.36, 1.4),
        Member("Awa Diop", "agent", "dakar", 0.48, 0.6),
        Member("Ousmane Ndiaye", "agent", "dakar", 0.39, 1.0),
        Member("Fatou Sow", "agent", "dakar", 0.42, 0.8),
        Member("Cheikh Gueye", "agent", "dakar", 0.33, 1.6),
        Member("Ndèye Faye", "agent", "dakar", 0.4, 1.1),
        Member("Paul Renard", "agent", "conseil", 0.5, 1.2),
        Member("Sophie Lambert", "agent", "conseil", 0.45, 0.9),
        Member("Philippe Garnier", "centre_owner", "lyon"),
        Member("Sandrine Roux", "manager", "lyon"),
        Member("Mamadou Sarr", "centre_owner", "dakar"),
        Member("Aïssatou Ba", "manager", "dakar"),
        Member("Isabelle Morel", "manager", "conseil"),
        Member("Hugo Lemaire", "marketing"),
        Member("Nadia Benali", "observer"),
    ),
    forms=SOLAR,
    origins={"FR": 86, "FR-AO": 14},
    persons=540,
    returning=44,
    away=("Cheikh Gueye",),
)

BAOBAB_CREDIT = Company(
    key="baobab",
    name="Baobab Crédit",
    domain="baobab-credit.example",
    timezone="Africa/Dakar",
    country="SN",
    totp=False,
    teams=(
        Team("plateau", "Centre Plateau (Dakar)", "push"),
        Team("lagune", "Lagune Services (Abidjan)", "manual"),
    ),
    staff=(
        Member("Aminata Traoré", "admin"),
        Member("Moussa Diagne", "agent", "plateau", 0.42, 0.8),
        Member("Rokhaya Seck", "agent", "plateau", 0.47, 0.7),
        Member("Abdoulaye Cissé", "agent", "plateau", 0.35, 1.3),
        Member("Mame Diarra Thiam", "agent", "plateau", 0.4, 1.0),
        Member("Babacar Lo", "agent", "plateau", 0.38, 1.1),
        Member("Yao Konan", "agent", "lagune", 0.41, 0.9),
        Member("Aya Touré", "agent", "lagune", 0.45, 0.8),
        Member("Akissi Yapi", "agent", "lagune", 0.37, 1.2),
        Member("Salif Ouattara", "agent", "lagune", 0.43, 1.0),
        Member("Ibrahima Fall", "centre_owner", "plateau"),
        Member("Khady Mbaye", "manager", "plateau"),
        Member("Jean-Marc Koffi", "centre_owner", "lagune"),
        Member("Adjoua N'Guessan", "manager", "lagune"),
        Member("Serge Kouamé", "marketing"),
        Member("Mariam Coulibaly", "observer"),
    ),
    forms=CREDIT,
    origins={"SN": 55, "CI": 35, "BJ": 6, "CM": 4},
    persons=520,
    returning=52,
    away=("Babacar Lo",),
)

COMPTOIR_NUMERIQUE = Company(
    key="comptoir",
    name="Comptoir Numérique",
    domain="comptoir-numerique.example",
    timezone="Europe/Paris",
    country="FR",
    totp=False,
    teams=(
        Team("pme", "Ventes commerces et PME", "push", kind="sales", works="seller"),
        Team("comptes", "Grands comptes", "manual", kind="sales", works="seller"),
    ),
    staff=(
        Member("Bertrand Chevalier", "admin"),
        Member("Camille Roussel", "seller", "pme", 0.44, 0.8),
        Member("Antoine Girard", "seller", "pme", 0.38, 1.2),
        Member("Élodie Marchand", "seller", "pme", 0.47, 0.7),
        Member("Désiré Ahouansou", "seller", "pme", 0.41, 0.9),
        Member("Grâce Mballa", "seller", "pme", 0.36, 1.3),
        Member("Sylvie Blanc", "seller", "comptes", 0.4, 1.1),
        Member("Olivier Tchamba", "seller", "comptes", 0.43, 1.0),
        Member("Valérie Picard", "centre_owner", "pme"),
        Member("Romain Leclerc", "manager", "pme"),
        Member("Laurent Dumas", "manager", "comptes"),
        Member("Inès Moreau", "marketing"),
        Member("Koffi Mensah", "observer"),
    ),
    forms=COMPTOIR,
    origins={"FR": 62, "FR-AO": 12, "SN": 9, "CI": 9, "CM": 5, "BJ": 3},
    persons=510,
    returning=40,
)

COMPANIES = (SOLEIL_VERT, BAOBAB_CREDIT, COMPTOIR_NUMERIQUE)
