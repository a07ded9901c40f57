"""The pages behind the link of an opt-in mail. Their headers are `page_headers(private=True)`."""

from __future__ import annotations

from chalicelib.foundation.pages import asset, render_titled

# Known to the browser by its hash: nothing of it depends on the lead.
SCRIPT = asset("optin/confirm.js")


def confirm_page(*, company: str, language: str, post_url: str, sends_itself: bool = False) -> str:
    """One button, and nothing happens without it: scanners visit the links of a mail before people do.

    Unless the form lets the page send itself before a visitor's eyes, which only a script can.
    """
    return render_titled("optin", "confirm", language, company=company, post_url=post_url, script=SCRIPT if sends_itself else "")


def confirmed_page(*, company: str, language: str) -> str:
    return render_titled("optin", "confirmed", language, company=company)


def already_page(*, company: str, language: str) -> str:
    return render_titled("optin", "already", language, company=company)


def expired_page(*, company: str, language: str, renew_url: str) -> str:
    return render_titled("optin", "expired", language, company=company, renew_url=renew_url)


def over_page(*, language: str) -> str:
    """The company that was asked has left."""
    return render_titled("optin", "over", language, company="")


def unknown_page(*, language: str, renew_url: str, email: str = "", error: str = "") -> str:
    """For any link that we did not sign: it says nothing of who is known here."""
    return render_titled("optin", "unknown", language, company="", renew_url=renew_url, email=email, error=error)


def renewed_page(*, language: str) -> str:
    """The one answer to every wish for a new link."""
    return render_titled("optin", "renewed", language, company="")


def unsubscribe_page(*, company: str, language: str, post_url: str) -> str:
    """One button here too: scanners open this link as they open the other."""
    return render_titled("optin", "unsubscribe", language, company=company, post_url=post_url)


def unsubscribed_page(*, company: str, language: str) -> str:
    return render_titled("optin", "unsubscribed", language, company=company)


def astray_page(*, language: str) -> str:
    """For a link to unsubscribe that we did not sign."""
    return render_titled("optin", "astray", language, company="")
