"""Where the confirmation mail is waiting: the webmail of an address, by its domain."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote


class Webmail(NamedTuple):
    name: str
    url: str


# `{sender}` opens the mail itself where the webmail can search by address.
WEBMAILS = {
    "gmail": Webmail("Gmail", "https://mail.google.com/mail/u/0/#search/from%3A({sender})+in%3Aanywhere"),
    "outlook": Webmail("Outlook", "https://outlook.live.com/mail/0/"),
    "yahoo": Webmail("Yahoo Mail", "https://mail.yahoo.com/d/search/keyword=from%253A{sender}"),
    "orange": Webmail("Orange Mail", "https://messagerie.orange.fr/"),
    "free": Webmail("Free Zimbra", "https://zimbra.free.fr/"),
    "laposte": Webmail("La Poste", "https://www.laposte.net/accueil"),
    "sfr": Webmail("SFR Mail", "https://messagerie.sfr.fr/"),
    "bouygues": Webmail("Bbox Mail", "https://www.webmail.bbox.fr/"),
    "icloud": Webmail("iCloud Mail", "https://www.icloud.com/mail/"),
    "proton": Webmail("Proton Mail", "https://mail.proton.me/u/0/all-mail#from={sender}"),
    "aol": Webmail("AOL Mail", "https://mail.aol.com/"),
    "gmx": Webmail("GMX", "https://www.gmx.fr/"),
}
_DOMAINS = {
    "gmail": "gmail.com googlemail.com",
    "outlook": "outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com",
    "yahoo": "yahoo.com yahoo.fr ymail.com rocketmail.com",
    "orange": "orange.fr wanadoo.fr",
    "free": "free.fr",
    "laposte": "laposte.net",
    "sfr": "sfr.fr neuf.fr cegetel.net club-internet.fr",
    "bouygues": "bbox.fr",
    "icloud": "icloud.com me.com mac.com",
    "proton": "proton.me protonmail.com pm.me",
    "aol": "aol.com aol.fr",
    "gmx": "gmx.fr gmx.com gmx.net",
}
PROVIDERS = {domain: key for key, domains in _DOMAINS.items() for domain in domains.split()}


def provider_of(email: str) -> str:
    """The short key of an address's webmail, which may stand in a URL where the address may not; empty when unknown."""
    return PROVIDERS.get(email.rpartition("@")[2].lower(), "")


def webmail_of(provider: str, sender: str) -> Webmail | None:
    """Searches for the mail of this sender, where it can."""
    webmail = WEBMAILS.get(provider)
    return webmail and Webmail(webmail.name, webmail.url.format(sender=quote(sender, safe="")))
