"""What a cold start reads: counted, since times differ from one machine to the next."""

import pytest

from bench import starts

WHERE_FIRST_USED = {"argon2", "boto3", "jinja2", "jwt", "phonenumbers", "segno"}


@pytest.fixture(scope="module")
def read():
    return starts.modules()


def test_a_start_reads_few_modules(read):
    others, ours = read
    assert len(others) <= starts.OTHERS, "`python -X importtime -c 'import app'` tells what each costs"
    assert len(ours) <= starts.OURS


def test_a_start_leaves_alone_what_few_requests_need(read):
    others, _ = read
    assert {name.partition(".")[0] for name in others} & WHERE_FIRST_USED == set()
