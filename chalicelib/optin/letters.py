"""The mail that asks for a confirmation, and the one that reminds of it: in our words, or in those of the form's author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from chalicelib.contacts.queries import greeted
from chalicelib.forms.queries import Answers, Edition, is_whole
from chalicelib.foundation.log import count, log
from chalicelib.foundation.pages import Letter, lasting, render, render_letter, words

LONGEST_PREVIEW = 140


def letter_of(form: Edition, *, link: str, stop: str, first_name: str, answers: Mapping[str, Any], reminds: bool) -> Letter:
    """What the form says of it itself, else what we do: whatever comes of an author's template, the link leaves."""
    known = {"company": form.company, "form_name": form.name, "sender": form.sender, "link": link, "stop": stop}
    ours = optin_letter(
        **known, language=form.language, valid_hours=form.link_hours, first_name=first_name, subject=form.mail.get("subject"), reminds=reminds
    )
    own = form.letter("reminder" if reminds else "confirmation")
    if own is None:
        return ours
    from chalicelib.foundation.authored.templates import TemplateRefused  # noqa: PLC0415 - few forms bring their own words

    values = known | {
        "first_name": greeted(first_name), "link_life": lasting(form.link_hours, form.language),
        "answers": Answers(form.fields, answers, form.language),
    }  # fmt: skip
    try:
        return _own_letter(own, ours, values, form, reminds=reminds)
    except TemplateRefused as refused:
        log.info("own_letter_refused", form=form.form_id, reason=refused.code)
        count("OwnLetterRefused")
        return ours


def _own_letter(own: Mapping[str, str], ours: Letter, values: dict[str, Any], form: Edition, *, reminds: bool) -> Letter:
    """What the author left empty stays ours."""
    from chalicelib.foundation.authored import plain, templates  # noqa: PLC0415 - as above

    subject = " ".join(templates.render(own["subject"], values, html=False).split()) or ours.subject
    if not own["html"]:
        return ours._replace(subject=subject)
    html = templates.render(own["html"], values, html=True)
    text = templates.render(own["text"], values, html=False).strip() or plain.as_text(html)
    if is_whole(html):
        return Letter(subject, text, html)
    said = words("optin", form.language)["reminder" if reminds else "mail"]
    framed = values | {"said": said, "subject": subject, "preview": _preview(text)}
    return Letter(
        subject,
        render("optin/own.txt", form.language, body=text, **framed),
        render("optin/own.html", form.language, body=Markup(html), **framed),  # noqa: S704 - its values are escaped, and no mail program runs scripts
    )


def _preview(text: str) -> str:
    """What an inbox shows beside the subject: words, no addresses."""
    return " ".join(word for word in text.split() if not word.startswith(("http:", "https:")))[:LONGEST_PREVIEW]


def optin_letter(
    *,
    company: str,
    form_name: str,
    sender: str,
    language: str,
    link: str,
    stop: str,
    valid_hours: int,
    first_name: str = "",
    subject: str | None = None,
    reminds: bool = False,
) -> Letter:
    """The mail that asks for confirmation, or `reminds` of it; `subject` is the form's own, `sender` the address it is sent from.

    `stop` is where its reader says: no more of these.
    """
    letter = "reminder" if reminds else "mail"
    said = words("optin", language)[letter]
    return render_letter(
        f"optin/{letter}",
        language,
        subject=said["again"].format(subject=subject) if subject and reminds else subject,
        said=said,
        company=company,
        form_name=form_name,
        sender=sender,
        link=link,
        stop=stop,
        valid_hours=valid_hours,
        name=greeted(first_name),
    )
