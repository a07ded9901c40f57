"""The forms of the demo companies, as an author would write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Field = dict[str, Any]


@dataclass(frozen=True)
class FormWanted:
    """`shares`: team → share of its leads. `topic`: what notes speak of. `weight`: how many of the visitors come through it, none for a draft."""

    key: str
    name: str
    shares: dict[str, int]
    fields: tuple[Field, ...]
    topic: str
    weight: int = 0
    sender: str = "smtp"
    language: str = "fr"
    country: str = "FR"
    double_optin: bool = True
    subject: str | None = None
    thanks: str = ""
    published: bool = True


def _who(phone: str = "Téléphone", *, english: bool = False) -> tuple[Field, ...]:
    first, last, mail = ("First name", "Last name", "E-mail") if english else ("Prénom", "Nom", "E-mail")
    return (
        {"name": "first_name", "type": "text", "label": first, "required": True, "min_length": 2, "max_length": 60},
        {"name": "last_name", "type": "text", "label": last, "required": True, "min_length": 2, "max_length": 60},
        {"name": "email", "type": "email", "label": mail, "required": True},
        {"name": "phone", "type": "phone", "label": phone, "required": True},
    )


def _choice(name: str, label: str, *options: tuple[str, str], kind: str = "select", required: bool = True) -> Field:
    listed = [{"value": value, "label": text} for value, text in options]
    return {"name": name, "type": kind, "label": label, "required": required, "options": listed}


def _consent(text: str) -> Field:
    return {"name": "consent", "type": "consent", "label": text, "required": True}


def _utm() -> tuple[Field, ...]:
    return ({"name": "utm_source", "type": "hidden", "label": "Source"}, {"name": "utm_campaign", "type": "hidden", "label": "Campagne"})


ADDRESS: tuple[Field, ...] = (
    {"name": "address", "type": "text", "label": "Adresse du logement", "max_length": 120},
    {
        "name": "postcode", "type": "text", "label": "Code postal", "required": True, "pattern": "[0-9]{5}", "max_length": 5,
        "message": "Saisissez les cinq chiffres du code postal.",
    },
    {"name": "city", "type": "text", "label": "Ville", "required": True, "max_length": 80},
)  # fmt: skip
PLACE: tuple[Field, ...] = (
    {"name": "address", "type": "text", "label": "Quartier et adresse", "max_length": 120},
    {"name": "city", "type": "text", "label": "Ville", "required": True, "max_length": 80},
)
MOMENT = _choice(
    "best_time", "Quand préférez-vous être appelé ?",
    ("morning", "Le matin"), ("noon", "Entre midi et deux"), ("afternoon", "L'après-midi"), ("evening", "Après 18 h"),
    required=False,
)  # fmt: skip
COMMENT: Field = {"name": "comment", "type": "textarea", "label": "Une précision ?", "max_length": 1000}

SOLAR = (
    FormWanted(
        key="etude-solaire", name="Étude solaire gratuite", shares={"lyon": 55, "dakar": 45}, topic="solar", weight=58,
        subject="Confirmez votre demande d'étude solaire", thanks="Un conseiller vous rappelle dès que votre adresse est confirmée.",
        fields=(
            *_who(), *ADDRESS,
            _choice("housing", "Votre logement", ("house", "Maison"), ("flat", "Appartement"), ("farm", "Bâtiment agricole"), kind="radio"),
            {"name": "roof", "type": "number", "label": "Surface de toit (m²)", "min": 10, "max": 2000, "placeholder": "80"},
            _choice(
                "bill", "Facture d'électricité par mois",
                ("50", "Moins de 80 €"), ("110", "80 à 150 €"), ("200", "150 à 250 €"), ("300", "Plus de 250 €"),
            ),
            MOMENT, COMMENT,
            _consent("J'accepte que Soleil Vert et ses centres d'appels partenaires me rappellent au sujet de mon étude solaire."),
            *_utm(),
        ),
    ),
    FormWanted(
        key="pompe-a-chaleur", name="Pompe à chaleur : mon devis", shares={"lyon": 40, "dakar": 60}, topic="heat", weight=30, sender="ses",
        subject="Confirmez votre demande de devis",
        fields=(
            *_who(), *ADDRESS,
            _choice("heating", "Chauffage actuel", ("oil", "Fioul"), ("gas", "Gaz"), ("electric", "Électrique"), ("wood", "Bois")),
            {"name": "built", "type": "number", "label": "Année de construction", "min": 1800, "max": 2026, "placeholder": "1985"},
            _choice("owner", "Vous êtes", ("owner", "Propriétaire"), ("tenant", "Locataire"), kind="radio"),
            {
                "name": "boiler", "type": "file", "label": "Votre chaudière en photo", "help": "De face, avec sa plaque si possible.",
                "kinds": ["jpeg", "png", "heic"], "max_files": 3,
            },
            COMMENT,
            _consent("J'accepte d'être rappelé par Soleil Vert ou l'un de ses partenaires pour établir mon devis."),
            *_utm(),
        ),
    ),
    FormWanted(
        key="conseiller", name="Parler à un conseiller", shares={"conseil": 1}, topic="solar", weight=12, double_optin=False,
        fields=(
            *_who(), MOMENT, {**COMMENT, "required": True, "min_length": 10},
            _consent("J'accepte d'être rappelé par un conseiller de Soleil Vert."),
        ),
    ),
    FormWanted(
        key="borne", name="Borne de recharge (en préparation)", shares={"lyon": 1}, topic="solar", published=False,
        fields=(*_who(), *ADDRESS, _consent("J'accepte d'être rappelé au sujet de ma borne de recharge.")),
    ),
)  # fmt: skip

CREDIT = (
    FormWanted(
        key="micro-credit", name="Demande de micro-crédit", shares={"plateau": 1}, topic="credit", weight=60, country="SN",
        subject="Confirmez votre demande de crédit",
        fields=(
            *_who(), *PLACE,
            _choice(
                "activity", "Votre activité",
                ("shop", "Commerce"), ("craft", "Artisanat"), ("farm", "Agriculture"), ("transport", "Transport"), ("food", "Restauration"),
            ),
            {
                "name": "amount", "type": "number", "label": "Montant souhaité (F CFA)", "required": True,
                "min": 50000, "max": 5000000, "placeholder": "500000",
            },
            _choice("months", "Durée de remboursement", ("6", "6 mois"), ("12", "12 mois"), ("18", "18 mois"), ("24", "24 mois"), kind="radio"),
            MOMENT, COMMENT,
            _consent("J'accepte que Baobab Crédit et ses partenaires m'appellent au sujet de ma demande et gardent mes réponses pour l'étudier."),
        ),
    ),
    FormWanted(
        key="assurance-sante", name="Assurance santé famille", shares={"lagune": 1}, topic="insurance", weight=40, country="CI",
        subject="Confirmez votre demande d'assurance santé",
        fields=(
            *_who(), *PLACE,
            {"name": "people", "type": "number", "label": "Personnes à couvrir", "required": True, "min": 1, "max": 15},
            _choice("cover", "Formule", ("base", "Essentielle"), ("family", "Famille"), ("full", "Confort"), kind="radio"),
            {"name": "news", "type": "checkbox", "label": "Recevoir aussi les conseils santé du mois"},
            COMMENT,
            _consent("J'accepte d'être appelé par Baobab Crédit au sujet de l'assurance santé."),
        ),
    ),
)  # fmt: skip

COMPTOIR = (
    FormWanted(
        key="demonstration", name="Demande de démonstration", shares={"pme": 1}, topic="till", weight=64,
        subject="Confirmez votre demande de démonstration",
        fields=(
            *_who(),
            {"name": "company", "type": "text", "label": "Votre enseigne", "required": True, "max_length": 100},
            _choice("trade", "Votre commerce", ("food", "Alimentation"), ("fashion", "Mode"), ("restaurant", "Restaurant"), ("service", "Services")),
            {"name": "tills", "type": "number", "label": "Nombre de caisses", "min": 1, "max": 200},
            MOMENT, COMMENT,
            _consent("J'accepte d'être rappelé par Comptoir Numérique pour organiser la démonstration."),
            *_utm(),
        ),
    ),
    FormWanted(
        key="request-a-demo", name="Request a demo", shares={"pme": 1}, topic="till", weight=14, language="en",
        subject="Please confirm your request",
        fields=(
            *_who("Phone", english=True),
            {"name": "company", "type": "text", "label": "Your company", "required": True, "max_length": 100},
            {"name": "tills", "type": "number", "label": "How many tills?", "min": 1, "max": 200},
            {"name": "comment", "type": "textarea", "label": "Anything we should know?", "max_length": 1000},
            _consent("I agree to be called by Comptoir Numérique about my demo."),
        ),
    ),
    FormWanted(
        key="grands-comptes", name="Projet multi-magasins", shares={"comptes": 1}, topic="till", weight=22, double_optin=False,
        fields=(
            *_who("Ligne directe"),
            {"name": "company", "type": "text", "label": "Votre groupe", "required": True, "max_length": 100},
            {"name": "shops", "type": "number", "label": "Nombre de magasins", "required": True, "min": 2, "max": 5000},
            COMMENT,
            _consent("J'accepte d'être rappelé par l'équipe grands comptes de Comptoir Numérique."),
        ),
    ),
)  # fmt: skip
