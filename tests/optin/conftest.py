from __future__ import annotations

import pytest

from tests.builders import ANSWERS, a_company


@pytest.fixture
def company(crier, ask):
    """One whose only lead waits for its click."""
    company = a_company()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    return company
