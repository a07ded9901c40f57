from pynamodb.expressions.update import Update

from chalicelib.forms.definitions import FieldDefinition
from chalicelib.surveys.counting import MOST, counted, most_counted, pictured
from chalicelib.surveys.models.figures import Figures


def question(kind, **more):
    return FieldDefinition.model_validate({"name": "q", "type": kind, "label": "?"} | more)


OPTIONS = [{"value": "a", "label": "Oui"}, {"value": "b", "label": "Non"}]


def summed(one, *answers):
    figures = {}
    for answer in answers:
        for name, number in counted([one], {"q": answer} if answer is not None else {}).items():
            figures[name] = figures.get(name, 0) + number
    return figures


def test_choices_are_counted_in_the_forms_order_also_those_nobody_made():
    one = question("radio", options=OPTIONS)
    [shown] = pictured([one], summed(one, "b", "b", None), "fr")
    assert (shown.answered, [(choice.label, choice.count) for choice in shown.choices]) == (2, [("Oui", 0), ("Non", 2)])


def test_several_ticks_count_each_and_the_person_once():
    one = question("checkboxes", options=OPTIONS)
    [shown] = pictured([one], summed(one, ["a", "b"], ["a"]), "fr")
    assert (shown.answered, [choice.count for choice in shown.choices]) == (2, [2, 1])


def test_a_box_is_yes_or_no():
    one = question("checkbox")
    [shown] = pictured([one], summed(one, True, False, True), "fr")
    assert [(choice.label, choice.count) for choice in shown.choices] == [("✓", 2), ("✗", 1)]


def test_a_short_scale_has_a_bar_for_each_step_and_an_average():
    one = question("number", min=1, max=5)
    [shown] = pictured([one], summed(one, 5, 4.0, 5), "fr")
    assert [choice.count for choice in shown.choices] == [0, 0, 0, 1, 2]
    assert shown.average == 4.67


def test_a_scale_may_begin_below_zero():
    one = question("number", min=-2, max=2)
    [shown] = pictured([one], summed(one, -2, 0, 2), "fr")
    assert [choice.label for choice in shown.choices] == ["-2", "-1", "0", "1", "2"]
    assert shown.average == 0


def test_any_other_number_has_an_average_only():
    one = question("number")
    [shown] = pictured([one], summed(one, 100, 50.5), "fr")
    assert (shown.choices, shown.average) == ([], 75.25)


def test_half_a_step_on_a_scale_is_answered_and_has_no_bar():
    one = question("number", min=0, max=10)
    [shown] = pictured([one], summed(one, 7.5, 8), "fr")
    assert (shown.answered, shown.average, sum(choice.count for choice in shown.choices)) == (2, 7.75, 1)


def test_countries_are_named_the_most_frequent_first():
    one = question("country")
    [shown] = pictured([one], summed(one, "SN", "CI", "SN"), "fr")
    assert [(choice.label, choice.count) for choice in shown.choices] == [("Sénégal", 2), ("Côte d’Ivoire", 1)]


def test_what_people_write_is_counted_and_never_kept_in_the_figures():
    one = question("textarea")
    figures = summed(one, "Rien à dire")
    assert figures == {"q": 1}
    [shown] = pictured([one], figures, "fr")
    assert (shown.answered, shown.choices, shown.average) == (1, [], None)


def test_before_anybody_answers_there_is_nothing_to_divide():
    for one in (question("number"), question("number", min=0, max=10), question("radio", options=OPTIONS)):
        assert pictured([one], {}, "fr")[0].average is None


def test_an_answer_counts_no_more_than_is_foreseen():
    ticks = question("checkboxes", options=OPTIONS)
    some = question("checkboxes", options=OPTIONS, max_choices=1)
    most = [(ticks, ["a", "b"]), (some, ["a"]), (question("number", min=0, max=10), 9), (question("number"), 9.5), (question("checkbox"), True),
            (question("country"), "SN"), (question("radio", options=OPTIONS), "a"), (question("textarea"), "Rien")]  # fmt: skip
    for one, answer in most:
        assert most_counted([one]) == len(counted([one], {"q": answer})), one.type


def test_the_longest_answer_fits_in_one_expression():
    """DynamoDB counts its bytes, and the emulators do not."""
    figures = [Figures.counts[f"question {place}"] for place in range(MOST + 2)]
    update = Update(*[figure.set((figure | 0) + 1) for figure in figures])
    assert len(update.serialize({}, {})) <= 4096
