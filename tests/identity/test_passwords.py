from __future__ import annotations

import pytest

from chalicelib.foundation.errors import AnswersRefused
from chalicelib.identity import passwords

EMAIL = "aminata.diallo@exemple.fr"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("onze signes", "too_short"),
        (EMAIL, "like_email"),
        (EMAIL.upper(), "like_email"),
        ("aminata.diallo", "like_email"),
        ("Aminata.Diallo1!", "like_email"),
        ("motdepasse123", "common"),
        ("MotDePasse123", "common"),
        ("aaaaaaaaaaaaaaaa", "common"),
        ("121212121212", "common"),
    ],
)
def test_what_is_guessed_first_is_refused_with_its_remedy(password, code):
    with pytest.raises(AnswersRefused) as refusal:
        passwords.check(password, EMAIL)
    assert [(error.field, error.code) for error in refusal.value.errors] == [("password", code)]


@pytest.mark.parametrize("password", ["trois chats sur un toit", "aminata.diallo aime les mangues", "éèàùçœÉÈÀÙÇŒ"])
def test_a_sentence_will_do(password):
    passwords.check(password, EMAIL)


def test_the_same_accent_typed_on_another_keyboard_is_the_same_password():
    assert passwords.is_right("cafe\u0301 de l'e\u0301te\u0301", passwords.hashed("caf\u00e9 de l'\u00e9t\u00e9"))


def test_a_wrong_password_is_wrong():
    assert not passwords.is_right("deux chats sur un toit", passwords.hashed("trois chats sur un toit"))


def test_nobody_has_a_password_but_one_is_compared_all_the_same():
    assert not passwords.is_right("the password of nobody", None)


def test_a_hash_under_weaker_settings_is_known_for_it():
    assert passwords.is_outdated("$argon2id$v=19$m=8,t=2,p=1$c2FsdHNhbHRzYWx0$" + "A" * 43)
    assert not passwords.is_outdated(passwords.hashed("trois chats sur un toit"))
