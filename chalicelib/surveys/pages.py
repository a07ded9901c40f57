"""The mail of a survey, and the pages behind its link. Their headers are `page_headers(private=True)`."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.foundation.pages import Letter, render_letter, render_titled, words


def letter(
    *, company: str, survey_name: str, sender: str, language: str, link: str, stop: str, ends_on: str, name: str, said: Mapping[str, str]
) -> Letter:
    """`said`: the subject and message of whoever asks; ours where they are empty."""
    message = said.get("message") or words("surveys", language)["mail"]["text"].format(company=company)
    return render_letter(
        "surveys/mail", language, subject=said.get("subject") or None,
        company=company, survey_name=survey_name, sender=sender, link=link, stop=stop, ends_on=ends_on, name=name,
        paragraphs=[line.strip() for line in message.splitlines() if line.strip()],
    )  # fmt: skip


def answered_page(*, company: str, language: str) -> str:
    return render_titled("surveys", "answered", language, company=company)


def already_page(*, company: str, language: str) -> str:
    return render_titled("surveys", "already", language, company=company)


def over_page(*, language: str, company: str = "") -> str:
    """Its time is over, or the company has left."""
    return render_titled("surveys", "over", language, company=company)


def unsubscribe_page(*, company: str, language: str, post_url: str) -> str:
    """One button: scanners open every link of a mail."""
    return render_titled("surveys", "unsubscribe", language, company=company, post_url=post_url)


def unsubscribed_page(*, company: str, language: str) -> str:
    return render_titled("surveys", "unsubscribed", language, company=company)


def astray_page(*, language: str) -> str:
    """For a link that we did not sign."""
    return render_titled("surveys", "astray", language, company="")
