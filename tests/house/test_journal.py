"""What the house says is for people to read."""

from infra.local.journal import say


def told(capsys, line):
    say("app", line)
    return capsys.readouterr().out.partition(" | ")[2]


def test_a_line_of_the_app_becomes_words(capsys):
    assert told(capsys, '{"level":"ERROR","message":"wire_failed","tenant":"t1","service":"passerelle"}') == "ERROR wire_failed tenant=t1\n"


def test_figures_for_cloudwatch_are_left_out(capsys):
    from chalicelib.foundation.log import measure

    measure("OptInMailsLate", 0)
    figure = capsys.readouterr().out.rstrip()
    assert figure
    assert told(capsys, figure) == ""
